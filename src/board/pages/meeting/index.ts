/** `/meeting`: what is late, over all incidents, as the daily meeting goes through it. */
import type { dailyMeeting } from '../../../engine/answers/registers.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { Visit } from '../../visit.ts'
import type { Page } from '../index.ts'
import { meetingOf } from './model.ts'

/** Of each register, the most pressing lines. Project default. */
const FIRST = 3

export const meetingPage: Page = { path: '/meeting', get: show }

async function show({ api, show }: Visit): Promise<void> {
  const answer = await api.get<Answer<typeof dailyMeeting>>(`/v1/daily-meeting?first=${FIRST}`)
  show('meeting.njk', meetingOf(answer), { title: 'Daily meeting' })
}
