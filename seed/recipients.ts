import type { Transaction } from '../src/platform/database/client.ts'
import type { IsoDate } from '../src/platform/time.ts'
import * as recipients from '../src/privacy/register/recipients.ts'

/** Who receives data from SIA "ZĪMES": made up, but for the carriers, the authorities and Mozello (seed 003 §8(a)). */
export async function seedRecipients(tx: Transaction): Promise<void> {
  // It kept the shop's former web shop, and has not confirmed yet that the data are returned and erased.
  const former = await recipients.add(tx, mozello, null)
  await recipients.end(tx, former, { endedOn: '2024-10-31' as IsoDate, returnConfirmedOn: null }, null)
  for (const facts of named) await recipients.add(tx, facts, null)
}

const plain = {
  registrationNumber: null,
  country: 'LV',
  agreementReference: null,
  agreementOn: null,
  safeguard: null,
  safeguardCopy: null,
} as const

const mozello: recipients.RecipientFacts = {
  ...plain,
  kind: 'hosting',
  name: 'Mozello SIA',
  registrationNumber: '40203002519',
  role: 'processor',
  agreementReference: 'Vienošanās, procedūras 8. punkts',
}

const named: readonly recipients.RecipientFacts[] = [
  {
    ...plain,
    kind: 'hosting',
    name: 'SIA "Paraugserveri"',
    registrationNumber: '49999000021',
    role: 'processor',
    agreementReference: 'PS-2026/14',
    agreementOn: '2026-02-16',
  },
  { ...plain, kind: 'carrier', name: 'SIA "Omniva"', role: 'controller' },
  { ...plain, kind: 'carrier', name: 'SIA "DPD Latvija"', role: 'controller' },
  { ...plain, kind: 'carrier', name: 'VAS "Latvijas Pasts"', role: 'controller' },
  { ...plain, kind: 'payment-provider', name: 'AS "Paraugbanka"', role: 'controller' },
  // No agreement yet: the purposes page asks the owner to mend it.
  {
    ...plain,
    kind: 'mail-provider',
    name: 'SIA "Paraugpasts"',
    registrationNumber: '49999000037',
    role: 'processor',
  },
  {
    ...plain,
    kind: 'accountant',
    name: 'SIA "Ozolas grāmatvedība"',
    registrationNumber: '49999000053',
    role: 'processor',
    agreementReference: 'OG-7',
    agreementOn: '2025-12-01',
  },
  {
    ...plain,
    kind: 'debt-collector',
    name: 'SIA "Paraugpiedziņa"',
    registrationNumber: '49999000071',
    role: 'controller',
    agreementReference: 'PP-2026/3',
    agreementOn: '2026-03-02',
    licenceNumber: 'PTAC-PAR-0000',
    email: 'lietas@paraugpiedzina.example',
  },
  { ...plain, kind: 'tax-authority', name: 'Valsts ieņēmumu dienests', role: 'controller' },
  { ...plain, kind: 'supervisory-authority', name: 'Datu valsts inspekcija', role: 'controller' },
]
