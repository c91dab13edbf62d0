import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type JournalEntry, journalSince, journalState, openJournal } from '../../src/privacy/journal.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bodite-journal-'))
  path = join(folder, 'kept', 'erasures.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const ever = new Date(0)
const withdrawal = (at = '2026-11-22T09:00:00.000Z'): JournalEntry => ({
  kind: 'withdrawal',
  consentId: crypto.randomUUID(),
  at,
})

test('what was appended is read again in its order, by its owner alone', async () => {
  const journal = openJournal(path)
  const entries: JournalEntry[] = [
    withdrawal(),
    {
      kind: 'objection',
      addressHash: 'ab'.repeat(32),
      purpose: 'marketing',
      at: '2026-11-22T09:00:01.123456Z',
    },
    {
      kind: 'erasure',
      unit: 'order',
      unitId: crypto.randomUUID(),
      purposes: ['order-contract'],
      at: '2026-11-22T09:00:02Z',
    },
  ]
  for (const entry of entries) await journal.append(entry)
  expect(await journalSince(path, ever)).toEqual(entries)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('only what came since a moment is read', async () => {
  const journal = openJournal(path)
  const [before, after] = [withdrawal('2026-11-22T08:59:59.999Z'), withdrawal('2026-11-22T09:00:00.000Z')]
  await journal.append(before)
  await journal.append(after)
  expect(await journalSince(path, new Date('2026-11-22T09:00:00Z'))).toEqual([after])
  expect(await journalState(path)).toMatchObject({ entries: 2 })
})

test('without a file there is nothing, and it is known that there is none', async () => {
  expect(await journalSince(path, ever)).toEqual([])
  expect(await journalState(path)).toBeNull()
})

test.each([
  1, 20, -1,
])('a line torn after %i characters is passed over, and so it stays for those after it', async (length) => {
  const journal = openJournal(path)
  const entries = [withdrawal(), withdrawal()]
  await journal.append(entries[0]!)
  const torn = JSON.stringify(withdrawal())
  appendFileSync(path, `\n${torn.slice(0, length)}`)
  expect(await journalSince(path, ever)).toEqual([entries[0]])
  await journal.append(entries[1]!)
  expect(await journalSince(path, ever)).toEqual(entries)
})

test('the zeros that a power cut leaves at the end of a file are nothing', async () => {
  const journal = openJournal(path)
  const entries = [withdrawal(), withdrawal()]
  await journal.append(entries[0]!)
  appendFileSync(path, Buffer.alloc(40))
  await journal.append(entries[1]!)
  expect(await journalSince(path, ever)).toEqual(entries)
})

test('a whole line that says something else is damage, and is named', async () => {
  const journal = openJournal(path)
  await journal.append(withdrawal())
  await journal.append(withdrawal())
  writeFileSync(path, readFileSync(path, 'utf8').replace('withdrawal', 'wirhdrawal'))
  await expect(journalSince(path, ever)).rejects.toThrow(/^Line 2 of the journal .+ is damaged\.$/)
})

test('many who append at once lose nothing', async () => {
  const entries = Array.from({ length: 40 }, () => withdrawal())
  await Promise.all(entries.map((entry) => openJournal(path).append(entry)))
  const found = await journalSince(path, ever)
  expect(new Set(found.map((entry) => JSON.stringify(entry)))).toEqual(
    new Set(entries.map((entry) => JSON.stringify(entry))),
  )
})

test('an address, a name or anything else that is no id is refused', async () => {
  const journal = openJournal(path)
  const at = '2026-11-22T09:00:00Z'
  const strange = [
    { kind: 'withdrawal', consentId: 'anna@example.com', at },
    { kind: 'erasure', unit: 'order', unitId: 'anna@example.com', purposes: [], at },
    { kind: 'objection', addressHash: 'anna@example.com', purpose: 'marketing', at },
    { ...withdrawal(), note: 'Anna' },
  ] as unknown as JournalEntry[]
  for (const entry of strange) await expect(journal.append(entry)).rejects.toThrow()
  expect(await journalState(path)).toBeNull()
})

test('an entry that does not reach the disk is not passed over', async () => {
  const journal = openJournal(join(folder, 'there'))
  rmSync(folder, { recursive: true })
  await expect(journal.append(withdrawal())).rejects.toThrow('ENOENT')
})
