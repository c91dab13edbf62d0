/** Statements as banks write them, in the schemas of camt.053 that are about. */

export type Schema = '02' | '03' | '04' | '08' | '10' | '13'

export interface TransferSample {
  /** Cents; negative went out. */
  readonly cents: number
  readonly name?: string
  readonly iban?: string
  readonly onBehalfOf?: string
  readonly words?: string
  /** A structured reference. */
  readonly reference?: string
  readonly endToEndId?: string
  readonly returned?: string
  readonly chargesCents?: number
}

export interface EntrySample extends TransferSample {
  readonly bankReference?: string | null
  readonly bookedOn?: string
  readonly currency?: string
  readonly pending?: boolean
  readonly reversal?: boolean
  readonly code?: string
  /** The transfers of a batch; an empty list is one that the bank does not take apart. */
  readonly batch?: readonly TransferSample[]
}

export interface StatementSample {
  readonly iban: string
  readonly name?: string
  readonly day?: string
  readonly currency?: string
  readonly openingCents?: number
  /** What it should come to where the bank is wrong. */
  readonly closingCents?: number | null
  readonly announced?: number
  readonly entries: readonly EntrySample[]
}

export interface FileSample {
  readonly schema?: Schema
  readonly prefix?: string
  readonly statements: readonly StatementSample[]
}

/** A whole file. */
export function camt({ schema = '02', prefix = '', statements }: FileSample): string {
  const name = `urn:iso:std:iso:20022:tech:xsd:camt.053.001.${schema}`
  const body = `<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T06:00:00+02:00</CreDtTm></GrpHdr>${statements
    .map((statement, at) => written(statement, at, schema))
    .join('')}</BkToCstmrStmt>`
  const document = `<Document xmlns="${name}">${body}</Document>`
  if (prefix === '') return `<?xml version="1.0" encoding="UTF-8"?>\n${document}`
  const prefixed = document.replace(/<(\/?)(?=[A-Z])/g, `<$1${prefix}:`).replace('xmlns=', `xmlns:${prefix}=`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${prefixed}`
}

/** The same as bytes. */
export function camtFile(sample: FileSample): Buffer {
  return Buffer.from(camt(sample), 'utf8')
}

function written(statement: StatementSample, at: number, schema: Schema): string {
  const { iban, day = '2026-11-20', currency = 'EUR', openingCents = 100_000, entries, announced } = statement
  const booked = entries.filter(({ pending, currency: other = currency }) => !pending && other === currency)
  const sum = booked.reduce((total, { cents }) => total + cents, openingCents)
  const closing = statement.closingCents === undefined ? sum : statement.closingCents
  const id = statement.name ?? `S${at + 1}-${day}`
  return `<Stmt><Id>${id}</Id><CreDtTm>${day}T23:59:00</CreDtTm>
    <FrToDt><FrDtTm>${day}T00:00:00</FrDtTm><ToDtTm>${day}T23:59:59</ToDtTm></FrToDt>
    <Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
    ${balance('OPBD', openingCents, currency, day)}${closing === null ? '' : balance('CLBD', closing, currency, day)}
    ${announced === undefined ? '' : `<TxsSummry><TtlNtries><NbOfNtries>${announced}</NbOfNtries></TtlNtries></TxsSummry>`}
    ${entries.map((entry, number) => entryOf(entry, { schema, day, currency, number })).join('\n')}</Stmt>`
}

function balance(kind: string, cents: number, currency: string, day: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp>${amount(cents, currency)}<Dt><Dt>${day}</Dt></Dt></Bal>`
}

interface Around {
  readonly schema: Schema
  readonly day: string
  readonly currency: string
  readonly number: number
}

function entryOf(entry: EntrySample, { schema, day, currency: ofAccount, number }: Around): string {
  const { bookedOn = day, pending, reversal, currency = ofAccount, batch } = entry
  const late = Number(schema) >= 8
  const status = pending ? 'PDNG' : 'BOOK'
  const reference =
    entry.bankReference === null
      ? ''
      : `<AcctSvcrRef>${entry.bankReference ?? `${bookedOn}-${number + 1}`}</AcctSvcrRef>`
  const [domain, family, sub] = (entry.code ?? (entry.cents < 0 ? 'PMNT-ICDT-ESCT' : 'PMNT-RCDT-ESCT')).split(
    '-',
  )
  const parts = batch ?? [entry]
  const header = batch ? `<Btch><PmtInfId>B1</PmtInfId><NbOfTxs>${batch.length || 3}</NbOfTxs></Btch>` : ''
  return `<Ntry>${amount(entry.cents, currency)}${reversal ? '<RvslInd>true</RvslInd>' : ''}
    <Sts>${late ? `<Cd>${status}</Cd>` : status}</Sts>
    <BookgDt><Dt>${bookedOn}</Dt></BookgDt><ValDt><Dt>${bookedOn}</Dt></ValDt>${reference}
    <BkTxCd><Domn><Cd>${domain}</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${sub}</SubFmlyCd></Fmly></Domn></BkTxCd>
    <NtryDtls>${header}${parts.map((part) => transferOf(part, { schema, currency, alone: !batch })).join('')}</NtryDtls></Ntry>`
}

function transferOf(
  part: TransferSample,
  { schema, currency, alone }: { schema: Schema; currency: string; alone: boolean },
): string {
  const { cents, name, iban, onBehalfOf, words, reference, endToEndId, returned, chargesCents } = part
  const version = Number(schema)
  const other = cents < 0 ? 'Cdtr' : 'Dbtr'
  const own = version >= 3 && !alone ? amount(cents, currency) : ''
  const details = version === 2 && !alone ? `<AmtDtls><TxAmt>${bare(cents, currency)}</TxAmt></AmtDtls>` : ''
  const charges =
    chargesCents === undefined
      ? ''
      : `<Chrgs>${version >= 3 ? '<Rcrd>' : ''}${bare(chargesCents, currency)}${version >= 3 ? '</Rcrd>' : ''}</Chrgs>`
  const named = (tag: string, text: string | undefined) =>
    text === undefined
      ? ''
      : `<${tag}>${version >= 8 ? `<Pty><Nm>${safe(text)}</Nm></Pty>` : `<Nm>${safe(text)}</Nm>`}</${tag}>`
  const parties = [
    named(other, name),
    iban ? `<${other}Acct><Id><IBAN>${iban}</IBAN></Id></${other}Acct>` : '',
    named(`Ultmt${other}`, onBehalfOf),
  ].join('')
  const structured = reference
    ? `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>${reference}</Ref></CdtrRefInf></Strd>`
    : ''
  const remittance = `${words ? `<Ustrd>${safe(words)}</Ustrd>` : ''}${structured}`
  return `<TxDtls><Refs><EndToEndId>${endToEndId ?? 'NOTPROVIDED'}</EndToEndId></Refs>${own}${details}${charges}
    ${parties ? `<RltdPties>${parties}</RltdPties>` : ''}${remittance ? `<RmtInf>${remittance}</RmtInf>` : ''}
    ${returned === undefined ? '' : `<RtrInf><Rsn><Cd>${returned}</Cd></Rsn></RtrInf>`}</TxDtls>`
}

function amount(cents: number, currency: string): string {
  return `${bare(Math.abs(cents), currency)}<CdtDbtInd>${cents < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`
}

function bare(cents: number, currency: string): string {
  const whole = Math.abs(cents)
  return `<Amt Ccy="${currency}">${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}</Amt>`
}

function safe(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
