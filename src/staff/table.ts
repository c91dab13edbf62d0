import { bigint, date, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, moment } from '../platform/database/columns.ts'

/** What a member of staff may do: everything; the shop's daily work; reading the money. */
export const staffRoles = ['owner', 'administrator', 'accountant'] as const
export type StaffRole = (typeof staffRoles)[number]

/** The languages of the back office. */
export const staffLanguages = ['lv', 'en'] as const
export type StaffLanguage = (typeof staffLanguages)[number]

export const staff = pgTable('staff', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: text('email').notNull(),
  name: text('name').notNull(),
  role: text('role', { enum: staffRoles }).notNull(),
  language: text('language', { enum: staffLanguages }).notNull().default('lv'),
  invitedBy: uuid('invited_by'),
  invitedAt: moment('invited_at').notNull(),
  joinedAt: moment('joined_at'),
  undertakingText: text('undertaking_text'),
  leftOn: date('left_on', { mode: 'string' }),
  removedBy: uuid('removed_by'),
})

export const staffCredential = pgTable('staff_credential', {
  staffId: uuid('staff_id').primaryKey(),
  passwordHash: text('password_hash').notNull(),
  setAt: moment('set_at').notNull(),
})

export const staffSecondFactor = pgTable('staff_second_factor', {
  staffId: uuid('staff_id').primaryKey(),
  sealedSecret: bytea('sealed_secret').notNull(),
  begunAt: moment('begun_at').notNull(),
  confirmedAt: moment('confirmed_at'),
  lastStep: bigint('last_step', { mode: 'number' }),
  failures: integer('failures').notNull().default(0),
  lockedUntil: moment('locked_until'),
})

export const staffRecoveryCode = pgTable('staff_recovery_code', {
  id: uuid('id').primaryKey().defaultRandom(),
  staffId: uuid('staff_id').notNull(),
  codeHash: bytea('code_hash').notNull(),
  madeAt: moment('made_at').notNull(),
  usedAt: moment('used_at'),
  replacedAt: moment('replaced_at'),
})

/** Why a session ended before its time. */
export const sessionEnds = ['signed-out', 'ended', 'rotated', 'rights', 'credentials', 'left'] as const
export type SessionEnd = (typeof sessionEnds)[number]

export const staffSession = pgTable('staff_session', {
  id: uuid('id').primaryKey().defaultRandom(),
  staffId: uuid('staff_id').notNull(),
  tokenHash: bytea('token_hash').notNull(),
  browser: text('browser').notNull(),
  beganAt: moment('began_at').notNull(),
  seenAt: moment('seen_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  secondFactorAt: moment('second_factor_at'),
  confirmedAt: moment('confirmed_at').notNull(),
  endedAt: moment('ended_at'),
  endedBecause: text('ended_because', { enum: sessionEnds }),
})

export const staffInvitation = pgTable('staff_invitation', {
  id: uuid('id').primaryKey().defaultRandom(),
  staffId: uuid('staff_id'),
  kind: text('kind', { enum: ['first-owner', 'invitation', 'recovery'] }).notNull(),
  madeBy: uuid('made_by'),
  madeAt: moment('made_at').notNull(),
  tokenHash: bytea('token_hash'),
  expiresAt: moment('expires_at'),
  acceptedAt: moment('accepted_at'),
  withdrawnAt: moment('withdrawn_at'),
})

export const signInAttempt = pgTable('sign_in_attempt', {
  id: uuid('id').primaryKey().defaultRandom(),
  at: moment('at').notNull(),
  accountHash: bytea('account_hash').notNull(),
  addressHash: bytea('address_hash').notNull(),
  succeededAt: moment('succeeded_at'),
})
