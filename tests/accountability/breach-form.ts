import { momentText } from '../../src/privacy/accountability/breaches-moments.ts'
import { urlFor } from '../../src/urls.ts'
import type { Office } from '../admin/office.ts'
import type { Client, Page } from '../support/client.ts'

/** A moment so many hours ago, as a form has it. */
export function hoursAgo({ shop: { clock } }: Office, hours: number): string {
  return momentText(clock.zone, new Date(clock.now().getTime() - hours * 3_600_000))
}

/** Sends the form of a new breach: a stolen notebook, known for an hour, but for what is given. */
export async function sendBreach(
  office: Office,
  desk: Client,
  given: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const form = (await desk.get(urlFor('adminBreachNew'))).form(urlFor('adminBreaches'))
  return desk.post(urlFor('adminBreaches'), {
    ...form.filled({}),
    breachTitle: 'A stolen notebook',
    breachAware: hoursAgo(office, 1),
    breachHappened: 'A notebook with a list was stolen.',
    breachBegan: hoursAgo(office, 30),
    breachEnded: '',
    breachScope: 'held',
    'breachCategories[]': ['contact'],
    ...given,
  })
}
