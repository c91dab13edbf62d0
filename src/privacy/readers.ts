import { getTableColumns } from 'drizzle-orm'
import type { PurposeId } from './purposes.ts'
import type { PersonalTable, Tag } from './tags.ts'
import { ofSubject } from './units.ts'

/** Whether a purpose reads a column of personal data: its own, or for the person who asks (Art. 15). */
export function mayRead(declared: PersonalTable, tag: Tag, purpose: PurposeId): boolean {
  if (tag.personal === false) return false
  if (tag.purposes.includes(purpose)) return true
  return purpose === 'rights-requests' && !ownPurposes(declared).has(purpose) && isTold(declared, tag)
}

/** Whether the person may be told of it on request: no key, and not the personal code (register.md). */
export function isTold({ unit }: PersonalTable, tag: Tag): boolean {
  if (tag.personal === false || tag.sealed || tag.purposes.length === 0) return false
  return ofSubject(unit) !== undefined && !tag.personal.includes('personal-code')
}

/** The columns that end while their row stays: because some purpose of the row does not hold them, or the row is kept. */
export function blankable(declared: PersonalTable): string[] {
  const own = ownPurposes(declared)
  const columns = getTableColumns(declared.table)
  const named = (name: string) => declared.blanks?.[name] !== undefined
  return Object.entries(declared.columns)
    .filter(([, tag]) => tag.personal !== false && tag.purposes.length > 0)
    .map(([property, tag]) => ({ column: columns[property]!, fewer: heldByFewer(tag, own) }))
    .filter(({ column: { primary, notNull, name }, fewer }) =>
      declared.stays ? named(name) : !primary && fewer && (!notNull || named(name)),
    )
    .map(({ column }) => column.name)
}

function heldByFewer(tag: Tag, own: ReadonlySet<PurposeId>): boolean {
  return tag.personal !== false && tag.purposes.length < own.size
}

/** The purposes that may touch a table at all. */
export function purposesOf(declared: PersonalTable): PurposeId[] {
  const named = ownPurposes(declared)
  if (Object.values(declared.columns).some((tag) => isTold(declared, tag))) named.add('rights-requests')
  return [...named]
}

/** The purposes that a table's own declaration names. */
export function ownPurposes(declared: PersonalTable): Set<PurposeId> {
  const named = new Set<PurposeId>([
    ...declared.collectedFor,
    ...(declared.changedFor ?? []),
    ...(declared.droppedFor ?? []),
  ])
  for (const tag of Object.values(declared.columns)) {
    if (tag.personal !== false) for (const purpose of tag.purposes) named.add(purpose)
  }
  return named
}
