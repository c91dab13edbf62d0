import { type Declarations, personal, personalTable, plain, withheld } from '../tags.ts'
import { myDataAsking, requestStep } from './table.ts'

const asked = personal('rights-requests', 'rights-requests')

/** Requests about data: what was done, and who asks for links too often. */
export const requestsData: Declarations = {
  personal: [
    personalTable<typeof requestStep>({
      table: requestStep,
      subjects: ['customer', 'enquirer', 'business-contact', 'third-person', 'staff'],
      columns: {
        id: plain,
        requestId: plain,
        step: asked,
        words: asked,
        about: asked,
        untilOn: asked,
        erased: asked,
        madeAt: asked,
        madeBy: plain,
      },
      unit: { of: 'request', by: 'request_id' },
      collectedFor: ['rights-requests'],
      // With its request, whose term this is.
      rows: {
        'rights-requests': 'exists (select from subject_request where subject_request.id = request_id)',
      },
      audited: false,
    }),
    personalTable<typeof myDataAsking>({
      table: myDataAsking,
      subjects: ['visitor'],
      columns: { id: plain, connectionHash: withheld('technical'), askedAt: plain },
      unit: { of: 'nobody', why: 'a hash by which one connection is counted, gone within the hour' },
      // shop_ask_for_link adds and sweeps them.
      collectedFor: [],
      audited: false,
    }),
  ],
  plain: [],
}
