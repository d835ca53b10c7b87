/**
 * What a message is about. `raised`: somebody has to act. `ended`: what was under way when its alert ended is followed by a message that
 * it ended. `taken-over`, `released`: who had it, and who has it now, are told.
 */
export const ABOUT = ['raised', 'ended', 'taken-over', 'released'] as const
export type About = (typeof ABOUT)[number]
