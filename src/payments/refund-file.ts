import { XMLBuilder } from 'fast-xml-parser'
import { type Cents, decimal, sum } from '../platform/money.ts'
import type { IsoDate } from '../platform/time.ts'
import { transferKey } from './refunds.ts'

export interface Transfer {
  readonly refundId: string
  readonly holder: string
  /** As machines write it. */
  readonly iban: string
  readonly amountCents: Cents
  /** What its receiver reads. */
  readonly words: string
}

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'

/**
 * Credit transfers in euros for the bank (ISO 20022 pain.001.001.09 by the EPC's customer-to-bank guidelines, EPC132-08):
 * one payment for all of them, carried out on `today`, costs shared. Letters outside the SEPA set are written without
 * their marks, as the EPC advises (EPC217-08). Throws RangeError without a transfer.
 */
export function refundFileOf({
  id,
  now,
  today,
  payer,
  transfers,
}: {
  readonly id: string
  readonly now: Date
  readonly today: IsoDate
  readonly payer: { readonly accountHolder: string; readonly iban: string; readonly bic: string | null }
  readonly transfers: readonly Transfer[]
}): string {
  if (transfers.length === 0) throw new RangeError('a file of no transfers')
  const messageId = transferKey(id)
  const counts = {
    NbOfTxs: transfers.length,
    CtrlSum: decimal(sum(transfers.map(({ amountCents }) => amountCents))),
  }
  const name = latin(payer.accountHolder, 70)
  return new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true }).build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    Document: {
      '@_xmlns': namespace,
      CstmrCdtTrfInitn: {
        GrpHdr: {
          MsgId: messageId,
          CreDtTm: now.toISOString().slice(0, 19),
          ...counts,
          InitgPty: { Nm: name },
        },
        PmtInf: {
          PmtInfId: messageId,
          PmtMtd: 'TRF',
          ...counts,
          PmtTpInf: { SvcLvl: { Cd: 'SEPA' } },
          ReqdExctnDt: { Dt: today },
          Dbtr: { Nm: name },
          DbtrAcct: { Id: { IBAN: payer.iban } },
          DbtrAgt: { FinInstnId: payer.bic ? { BICFI: payer.bic } : { Othr: { Id: 'NOTPROVIDED' } } },
          ChrgBr: 'SLEV',
          CdtTrfTxInf: transfers.map(transferOf),
        },
      },
    },
  })
}

function transferOf({ refundId, holder, iban, amountCents, words }: Transfer) {
  return {
    PmtId: { EndToEndId: transferKey(refundId) },
    Amt: { InstdAmt: { '@_Ccy': 'EUR', '#text': decimal(amountCents) } },
    Cdtr: { Nm: latin(holder, 70) },
    CdtrAcct: { Id: { IBAN: iban } },
    RmtInf: { Ustrd: latin(words, 140) },
  }
}

/** Letters that have no mark to lose. */
const others: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'TH',
  '&': '+',
  '–': '-',
  '—': '-',
  '’': "'",
  '‘': "'",
}

/** The letters that every bank in SEPA takes; anything else becomes a blank. */
function latin(text: string, max: number): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/./gu, (letter) => others[letter] ?? letter)
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
  // A slash at an end, or two of them, mean something to banks.
  return (
    plain
      .replace(/\/{2,}/g, '/')
      .replace(/^\/+|\/+$/g, '')
      .slice(0, max)
      .trim() || 'NOTPROVIDED'
  )
}
