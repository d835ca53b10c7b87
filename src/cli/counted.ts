/** A number of things in words: `1 incident`, `2 incidents`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`
