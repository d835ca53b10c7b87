/** How old somebody is, where a date of birth may be only a year or a month. */

/** Whole years; days are written so that text order is their order. Of a year or month alone the oldest that somebody may be. */
export const oldestOn = (day: string, born: string): number =>
  Number(day.slice(0, 4)) - Number(born.slice(0, 4)) - (day.slice(5) < born.slice(5) ? 1 : 0)

/** The youngest that somebody may be: whoever may be a child is taken for one. */
export const youngestOn = (day: string, born: string): number =>
  oldestOn(day, born.padEnd('2010-12-31'.length, LAST_DAY.slice(born.length)))
const LAST_DAY = '0000-12-31'

/** Both parties are 16 or over; otherwise the case is child abuse. Source: Domestic Abuse Act 2021 s.1(2)(a) */
export const PARTY_FROM = 16
/** A child is under 18. Source: Children Act 1989 s.105(1) */
export const ADULT_FROM = 18
