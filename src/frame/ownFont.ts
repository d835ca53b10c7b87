/** The design systems' styles with a font of our own: GDS Transport is licensed for the gov.uk domain alone. */

const THEIRS = /GDS Transport,\s*arial,\s*sans-serif/gi
const FACES = /@font-face\s*\{[^}]*\}/g
/** Pictures of the packages that no page of ours shows. */
const PICTURES = /url\(\/assets\/[^)]*\)/g

export const ownFont = (css: string): string =>
  css.replaceAll(FACES, '').replaceAll(THEIRS, 'var(--font)').replaceAll(PICTURES, 'none')
