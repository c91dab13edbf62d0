import type { IsoDate } from '../platform/time.ts'
import { urlFor } from '../urls.ts'
import type { Opened } from './admin-facts.ts'
import type { Deed } from './admin-history.ts'
import type { Repaired } from './repairs.ts'

/** The order's repairs and the form for one more; undefined where nobody may claim, or looks for another purpose. */
export function repairsModel({ order, repaired, seenUnder, names }: Opened, today: IsoDate) {
  if (!repaired?.claimsEnd || repaired.claimsEnd < today) return undefined
  const query = seenUnder === 'conformity-claims' ? '?for=conformity-claims' : ''
  return {
    action: `${urlFor('adminRepairs', { id: order.id })}${query}`,
    claimsEnd: repaired.claimsEnd,
    noted: repaired.repairs
      .filter(({ takenBackAt }) => takenBackAt === null)
      .map(({ id, repairedOn, notedBy }) => ({
        day: repairedOn,
        by: names.get(notedBy),
        takeBack: `${urlFor('adminRepairTakingBack', { id: order.id, repairId: id })}${query}`,
      })),
  }
}

/** What was noted and taken back, for the order's history. */
export function repairDeeds(repaired: Repaired | undefined): Deed[] {
  return (repaired?.repairs ?? []).flatMap(({ notedAt, notedBy, takenBackAt, takenBackBy }) => [
    { kind: 'repaired' as const, at: notedAt, by: notedBy },
    ...(takenBackAt ? [{ kind: 'repair-taken-back' as const, at: takenBackAt, by: takenBackBy }] : []),
  ])
}
