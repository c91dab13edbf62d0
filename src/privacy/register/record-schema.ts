import { z } from 'zod'

const said = (what: string) => z.string().describe(what)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .describe('ISO 3166-1 alpha-2')
const coded = (what: string) => z.object({ id: z.string(), name: z.string() }).describe(what)

const person = z.object({ name: z.string(), email: z.string(), phone: z.string().nullable() })

const safeguard = z
  .object({
    kind: z.enum(['adequacy', 'standard-clauses', 'binding-rules']),
    name: z.string(),
    copy: said('where a copy can be had'),
  })
  .describe('Art. 30(1)(e), 44-49')

const recipient = z.object({
  kind: coded('the category of recipient'),
  name: z.string().nullable(),
  registrationNumber: z.string().nullable(),
  licenceNumber: z.string().nullable().describe('of a debt collector'),
  role: z.enum(['controller', 'processor']),
  country,
  agreement: z.object({ reference: z.string(), date: day.nullable() }).nullable().describe('Art. 28(3)'),
  safeguard: safeguard.nullable(),
  endedOn: day.nullable(),
  returnConfirmedOn: day.nullable().describe('Art. 28(3)(g)'),
})

const term = z.object({
  from: said('the fact from which the period runs'),
  period: z
    .string()
    .regex(/^P\d{1,3}[YMD]$/)
    .describe('ISO 8601; P0D: at that moment'),
  action: z.enum(['erase', 'anonymise', 'aggregates only']),
  signedOff: z.boolean().describe('stated by the procedure or the law, or signed off by the owner'),
  words: z.string(),
})

const purpose = z.object({
  id: z.string(),
  title: z.string(),
  description: said('Art. 30(1)(b)'),
  inUse: z.boolean().describe('false: switched off; what was collected stays until its term'),
  bases: z
    .array(
      z.object({
        subjects: z.array(coded('Art. 30(1)(c): a category of data subjects')),
        article: z.enum(['6(1)(a)', '6(1)(b)', '6(1)(c)', '6(1)(f)']),
        words: z.string(),
      }),
    )
    .min(1),
  data: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        fideslang: said('data category of the fideslang taxonomy'),
      }),
    )
    .describe('Art. 30(1)(c): categories of personal data'),
  recipients: z.array(coded('Art. 30(1)(d): a category of recipients, see `recipients`')),
  terms: z.array(term).min(1).describe('Art. 30(1)(f): envisaged time limits for erasure'),
  source: z.string(),
})

/** A record of processing activities (Art. 30(1)), as its JSON says it. */
export const recordSchema = z
  .object({
    $schema: z.string(),
    format: z.literal('record-of-processing'),
    formatVersion: z.literal(1),
    language: z.enum(['lv', 'en']),
    version: z.number().int().min(1).describe('counts the changes of the register'),
    changedAt: z.iso.datetime({ offset: true }),
    madeOn: day,
    controller: z
      .object({
        name: z.string(),
        registrationNumber: z.string(),
        address: z.string(),
        country,
        email: z.string(),
        phone: z.string(),
      })
      .describe('Art. 30(1)(a); there is no joint controller and no representative'),
    contact: person.nullable().describe('whom to ask about personal data'),
    dataProtectionOfficer: person.nullable().describe('Art. 30(1)(a), 37'),
    purposes: z.array(purpose).min(1).describe('Art. 30(1)(b)-(d), (f)'),
    recipients: z.array(recipient).describe('Art. 30(1)(d)'),
    transfers: z
      .array(z.object({ recipient: z.string(), country, safeguard }))
      .describe('Art. 30(1)(e): transfers outside the European Economic Area'),
    securityMeasures: said('Art. 30(1)(g)'),
    processingForOthers: said('Art. 30(2)'),
  })
  .describe('Record of processing activities of a controller, Regulation (EU) 2016/679 Art. 30(1)')

export type RecordOfProcessing = z.infer<typeof recordSchema>

/** The schema as it is published, under its own address. */
export function publishedSchema(id: string): object {
  const { $schema, ...schema } = z.toJSONSchema(recordSchema)
  return { $schema, $id: id, title: 'Record of processing activities, version 1', ...schema }
}
