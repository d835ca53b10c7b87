/** The names of a form's fields. What fills a part of the event is named by its JSON pointer; whatever only helps has a word in front. */
import { pointerOf } from '../../../machines/rules/issue.ts'

export const DATA = '/data'
export const TIME = '/time'
/** Of a report: which incident it is. */
export const SUBJECT = '/subject'
/** Which of two hours, for a time that comes twice. */
export const clocksOf = (pointer: string): string => `clocks:${pointer}`
/** What somebody adds to answers by names. */
export const keyOf = (pointer: string): string => `key:${pointer}`
/** The button that asks for one row more; its value is the list. */
export const ADD = 'add'
/** The button that asks with another risk tool; its value is the tool. */
export const OTHER_TOOL = 'tool'

export const within = (pointer: string, part: string | number): string => pointerOf(pointer, [part])

/** Unique and stable on its page, and good for a link. */
export const idOf = (pointer: string): string =>
  pointer
    .replace(/^\//, '')
    .replace(/[^A-Za-z0-9-]/g, (other) => (other === '/' ? '.' : `_${other.codePointAt(0)?.toString(16)}`))

/** The last part of a path or pointer. */
export const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export const partOf = (written: string): string => written.replaceAll('~1', '/').replaceAll('~0', '~')
