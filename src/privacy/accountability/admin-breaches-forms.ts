import { z } from 'zod'
import { free } from '../../customers/fields.ts'
import * as fields from '../../platform/web/fields.ts'
import { type Category, categories, type PurposeId, purposeList } from '../purposes.ts'
import type { BreachFacts } from './breaches.ts'
import { isWrittenMoment, momentIn } from './breaches-moments.ts'
import { breachRisks, breachScopes } from './table.ts'

/** Before it nobody had to be told (GDPR Art. 99(2)). */
const firstDay = new Date('2018-05-25T00:00:00Z')

/** Data that can get lost; the shop's own notes of accountability name nobody. */
export const breachCategories = Object.keys(categories).filter(
  (category) => category !== 'accountability',
) as Category[]
export const breachPurposes: readonly PurposeId[] = purposeList
  .map(({ id }) => id)
  .filter((id) => id !== 'accountability')

/** What the form sends, with orders still by their numbers. */
export type BreachForm = Omit<BreachFacts, 'named'> & { readonly numbers: readonly string[] }

/** A breach as its form holds it. `now` bounds what can have happened; words must not name a personal code. */
export function breachForm(zone: string, now: Date) {
  return z
    .object({
      breachTitle: free(fields.text(120)),
      breachAware: moment(zone),
      breachHappened: free(fields.lines(4000)),
      breachBegan: moment(zone),
      breachEnded: fields.orNull(moment(zone)),
      breachScope: fields.choice(breachScopes),
      breachStaff: fields.orNull(fields.id()),
      breachOrders: fields.optionalText(2000),
      'breachCategories[]': z.array(z.enum(breachCategories as [Category, ...Category[]])).default([]),
      'breachPurposes[]': z.array(z.enum(breachPurposes as [PurposeId, ...PurposeId[]])).default([]),
      breachRisk: fields.orNull(z.enum(breachRisks)),
      breachRiskReason: free(fields.optionalLines(4000)),
      breachConsequences: free(fields.optionalLines(4000)),
      breachMeasures: free(fields.optionalLines(4000)),
      breachAdvice: free(fields.optionalLines(4000)),
    })
    .superRefine((typed, context) => {
      const say = (field: string, message: string) =>
        context.addIssue({ code: 'custom', message, path: [field] })
      if (typed.breachAware < typed.breachBegan) say('breachAware', 'breaches.error.awareBefore')
      if (typed.breachAware > now) say('breachAware', 'breaches.error.future')
      if (typed.breachBegan > now) say('breachBegan', 'breaches.error.future')
      if (typed.breachEnded && typed.breachEnded > now) say('breachEnded', 'breaches.error.future')
      if (typed.breachEnded && typed.breachEnded < typed.breachBegan)
        say('breachEnded', 'breaches.error.order')
      if (typed['breachCategories[]'].length === 0) say('breachCategories', 'breaches.error.categories')
      if (typed.breachScope === 'named' && numbersIn(typed.breachOrders).length === 0)
        say('breachOrders', 'errors.required')
      if (typed.breachRisk && !typed.breachRiskReason) say('breachRiskReason', 'errors.required')
    })
    .transform(
      (typed): BreachForm => ({
        title: typed.breachTitle,
        awareAt: typed.breachAware,
        happened: typed.breachHappened,
        beganAt: typed.breachBegan,
        endedAt: typed.breachEnded,
        scope: typed.breachScope,
        openedBy: typed.breachScope === 'opened' ? typed.breachStaff : null,
        numbers: typed.breachScope === 'named' ? numbersIn(typed.breachOrders) : [],
        categories: typed['breachCategories[]'],
        purposes: typed['breachPurposes[]'],
        risk: typed.breachRisk,
        riskReason: typed.breachRiskReason ?? null,
        consequences: typed.breachConsequences ?? null,
        measures: typed.breachMeasures ?? null,
        advice: typed.breachAdvice ?? null,
      }),
    )
}

/** What was told to the authority, and when; why it is late is asked for by the database's rule. */
export function filingForm(zone: string, now: Date) {
  return z
    .object({
      filingNumber: fields.text(60),
      filedAt: moment(zone),
      lateReason: free(fields.optionalLines(2000)),
      filingCorrects: fields.orNull(fields.id()),
    })
    .refine(({ filedAt }) => filedAt <= now, { path: ['filedAt'], message: 'breaches.error.future' })
    .transform(({ filingNumber, filedAt, lateReason, filingCorrects }) => ({
      number: filingNumber,
      filedAt,
      lateReason: lateReason ?? null,
      corrects: filingCorrects,
    }))
}

/** That somebody is not told, and why. */
export const decisionForm = z.object({
  whom: fields.choice(['authority', 'subjects']),
  decisionReason: free(fields.lines(2000)),
})

/** The text of a draft. */
export const draftForm = z.object({ draftWords: free(fields.lines(20_000)) })

function moment(zone: string) {
  return fields.text(16).transform((typed, context): Date => {
    const found = momentIn(zone, typed)
    if (found && found >= firstDay) return found
    const message = found ? 'tooOld' : isWrittenMoment(typed) ? 'noMoment' : 'moment'
    context.addIssue({ code: 'custom', message: `breaches.error.${message}` })
    return z.NEVER
  })
}

function numbersIn(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(/[\s,;]+/).filter(Boolean))]
}
