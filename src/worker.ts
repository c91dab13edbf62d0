import { catalogueJobs } from './catalogue/jobs.ts'
import { mailHandler } from './correspondence/jobs.ts'
import { invoiceMails } from './invoicing/mails.ts'
import { loginOptions } from './open-shop.ts'
import { orderMails } from './orders/mails.ts'
import { startWorker, type Worker } from './platform/jobs/worker.ts'
import { openTransport } from './platform/mail/transport.ts'
import type { Shop } from './shop.ts'
import { staffMails } from './staff/mails.ts'

/** Works the queue for this shop: in the web process on one machine, or alone. */
export function startShopWorker(shop: Shop, databaseUrl: string): Promise<Worker> {
  const transport = openTransport(shop.config.smtpUrl)
  const builders = { ...orderMails, ...invoiceMails, ...staffMails }
  return startWorker({
    connectionString: connectionString(databaseUrl, shop.secret),
    handlers: { 'send-mail': mailHandler(shop, transport, builders), ...catalogueJobs(shop) },
    concurrency: 2,
    log: shop.log,
  })
}

function connectionString(databaseUrl: string, secret: Buffer): string {
  const { user, password } = loginOptions(databaseUrl, secret, 'worker')
  const url = new URL(databaseUrl)
  url.username = user
  url.password = password ?? ''
  return url.href
}
