import type { Response } from 'express'
import { type Frame, sendView } from '../frame/sendView.ts'
import type { SignInPage } from './signInPages.ts'

export const sendPage = (res: Response, frame: Frame, { view, title, model }: SignInPage, status = 200): void =>
  sendView(res, frame, view, model, { title, status })
