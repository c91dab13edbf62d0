import { type Declarations, personal, personalTable, plain, plainTable } from '../privacy/tags.ts'
import { mail, mailCopy } from './table.ts'

const message = personal('correspondence', 'service-messages')

export const correspondenceData: Declarations = {
  personal: [
    personalTable<typeof mailCopy>({
      table: mailCopy,
      subjects: ['customer', 'enquirer', 'business-contact', 'staff'],
      columns: {
        mailId: plain,
        recipient: personal('contact', 'service-messages'),
        subject: message,
        body: message,
        html: message,
        attachments: message,
        capturedAt: plain,
        sentAt: plain,
      },
      unit: { of: 'order', by: 'mail_id', through: 'mail' },
      collectedFor: ['service-messages'],
      rows: { 'service-messages': 'shop_mail_open(mail_id)' },
      audited: true,
    }),
  ],
  plain: [
    plainTable<typeof mail>(mail, {
      'order-contract': 'insert',
      accounting: 'insert',
      'service-messages': 'insert',
      'staff-accounts': 'insert',
      'marketing-email': 'insert',
      'rights-requests': 'insert',
    }),
  ],
}
