import { join } from 'node:path'
import { catalogueJobs } from './catalogue/jobs.ts'
import { mailHandler } from './correspondence/jobs.ts'
import { erasureJournalOf, varDirOf } from './house.ts'
import { invoicingJobs } from './invoicing/jobs.ts'
import { invoiceMails } from './invoicing/mails.ts'
import { newsJobs } from './marketing/jobs.ts'
import { newsMails } from './marketing/mails.ts'
import { loginOptions } from './open-shop.ts'
import { orderJobs, reservationsCrontab } from './orders/jobs.ts'
import { orderMails } from './orders/mails.ts'
import { cardJobs, cardsCrontab } from './payments/cards/jobs.ts'
import { cardMails } from './payments/cards/mails.ts'
import { refundMails } from './payments/mails-refunds.ts'
import { statementJobs } from './payments/statements/jobs.ts'
import { startWorker, type Worker } from './platform/jobs/worker.ts'
import { openTransport } from './platform/mail/transport.ts'
import { breachMails } from './privacy/accountability/breach-mail.ts'
import { requestMails } from './privacy/requests/mails.ts'
import { privacyJobs, retentionCrontab } from './privacy/retention/jobs.ts'
import { dunningCrontab, dunningJobs } from './receivables/dunning/jobs-dunning.ts'
import { noticeMails } from './receivables/dunning/mails-notice.ts'
import { reminderMails } from './receivables/dunning/mails-reminder.ts'
import { recallJobs, recallsCrontab } from './receivables/hand-over/jobs-recall.ts'
import { handOverMails } from './receivables/hand-over/mails-hand-over.ts'
import { waitingJobs } from './receivables/jobs-waiting.ts'
import { backupCrontab, backupJobs } from './settings/jobs-backup.ts'
import type { Shop } from './shop.ts'
import { staffMails } from './staff/mails.ts'
import { withdrawalMails } from './withdrawals/mails.ts'

/** Works the queue for this shop: in the web process on one machine, or alone. */
export async function startShopWorker(shop: Shop, databaseUrl: string): Promise<Worker> {
  const transport = openTransport(shop.config.smtpUrl)
  const builders = {
    ...orderMails,
    ...invoiceMails,
    ...staffMails,
    ...breachMails,
    ...newsMails,
    ...requestMails,
    ...refundMails,
    ...cardMails,
    ...withdrawalMails,
    ...handOverMails,
    ...reminderMails,
    ...noticeMails,
  }
  const worker = await startWorker({
    database: loginOptions(databaseUrl, shop.secret, 'worker'),
    handlers: {
      'send-mail': mailHandler(shop, transport, builders),
      ...catalogueJobs(shop),
      ...newsJobs(shop, transport),
      ...orderJobs(shop),
      ...invoicingJobs(shop),
      ...cardJobs(shop),
      ...statementJobs(shop),
      ...waitingJobs(shop),
      ...recallJobs(shop),
      ...dunningJobs(shop),
      ...privacyJobs(shop),
      ...backupJobs(shop, {
        databaseUrl,
        folder: join(varDirOf(shop.config), 'backups'),
        journal: erasureJournalOf(shop.config),
      }),
    },
    crontab: [
      backupCrontab,
      reservationsCrontab,
      recallsCrontab,
      retentionCrontab,
      cardsCrontab,
      dunningCrontab,
    ].join('\n'),
    concurrency: 2,
    log: shop.log,
  })
  return {
    async stop() {
      await worker.stop()
      // Its idle connections would keep the process alive.
      transport?.close()
    },
  }
}
