import { people } from '../../seed/cast.ts'
import { requestMails } from '../../src/privacy/requests/mails.ts'
import { privacyJobs } from '../../src/privacy/retention/jobs.ts'
import { urlFor } from '../../src/urls.ts'
import { placed, type Wanted } from '../orders/placed.ts'
import type { Client, Page } from '../support/client.ts'
import { withSql } from '../support/postgres.ts'
import { type TestShop, testShop } from '../support/shop.ts'
import type { Bought, Tongue } from '../support/trade.ts'

/** A shop, and people who ask it about their data. */
export interface House extends TestShop {
  /** Somebody's order, placed without the way there. */
  order(wanted?: Wanted): Promise<Bought>
  /** Asks for a link as the form does, and gives it as its letter carries it; undefined where the letter carries none. */
  linkFor(email: string, client?: Client, tongue?: Tongue): Promise<string | undefined>
  /** Somebody whose page is open. */
  open(email: string, tongue?: Tongue): Promise<Client>
  /** Does what the queue holds for the eraser. */
  eraseNow(): Promise<void>
  sql<T extends object>(text: string, parameters?: (string | string[])[]): Promise<T[]>
}

export const anna = people.anna.email
export const janis = people.janis.email

export async function openHouse(): Promise<House> {
  const house = await testShop()
  const sql = <T extends object>(text: string, parameters: (string | string[])[] = []) =>
    withSql(
      house.database.url,
      async (run) => [...(await run.unsafe(text, parameters as string[]))] as unknown as T[],
    )
  const linkFor: House['linkFor'] = async (email, client = house.visitor(), tongue = 'en') => {
    // Nobody here is to meet the throttle.
    await sql(`update subject_session set asked_at = asked_at - interval '16 minutes'`)
    await sql('delete from my_data_asking')
    const page = await client.get(urlFor('myData', tongue))
    await client.submit(page.form(urlFor('myData', tongue)), { email })
    const [mail] = await sql<{ id: string }>(
      `select about_id as id from mail where kind = 'my-data-link' order by queued_at desc limit 1`,
    )
    const letter = await requestMails['my-data-link'](house.shop, { id: mail!.id, orderId: null })
    const href = letter?.model.href as string | undefined
    return href?.replace(house.shop.origin, '')
  }
  return {
    ...house,
    sql,
    order: (wanted = {}) => placed(house.shop, house.visitor(), { language: 'en', ...wanted }),
    linkFor,
    async open(email, tongue = 'en') {
      const client = house.visitor()
      const link = await linkFor(email, client, tongue)
      await openLink(client, link!)
      return client
    },
    async eraseNow() {
      const jobs = await sql<{ request: string }>(
        `select payload ->> 'request' as request from graphile_worker._private_jobs as job
           join graphile_worker._private_tasks as task on task.id = job.task_id where identifier = 'erase'`,
      )
      for (const { request } of jobs) await privacyJobs(house.shop).erase!({ request }, {} as never)
    },
  }
}

/** Presses the button behind a link. */
export async function openLink(client: Client, link: string): Promise<Page> {
  const page = await client.get(link)
  return client.follow(await client.submit(page.form(link)))
}

/** Whether a page names an address; it may break between its parts. */
export function names({ text }: Page, address: string): boolean {
  return text.replace(/\s/g, '').includes(address)
}
