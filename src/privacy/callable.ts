import type { Login, PurposeId } from './purposes.ts'

/** The functions of the database and who may call them; a function that nobody is named for belongs to triggers. */

/** Functions that any of the shop's roles may call; the others belong to triggers. */
export const callable = [
  'shop_day(timestamp with time zone)',
  'shop_today()',
  'shop_now()',
  'shop_purpose()',
  'shop_purpose_on(text)',
  'shop_refuse_switched_off()',
  'shop_settled(uuid)',
  'shop_paid_cents(uuid)',
  'shop_due_cents(uuid)',
  'shop_open_cents(uuid)',
  'shop_asked_cents(text, integer, integer)',
  'shop_unused_cents(uuid)',
  'shop_due_on(uuid)',
  'shop_standing(uuid)',
  'shop_withdrawal_open(uuid)',
  'shop_withdrawal_kept(uuid)',
  'shop_is_withdrawn(uuid)',
  'shop_may_pay_later(uuid)',
  'shop_may_leave(uuid)',
  'shop_delivered_on(uuid)',
  'shop_contract_open(uuid)',
  'shop_mail_open(uuid)',
  'shop_claims_open(uuid, text)',
  'shop_claims_ends(uuid, text)',
  'shop_contract_ends(uuid)',
  'shop_messages_open(uuid)',
  'shop_accounting_open(uuid)',
  'shop_accounting_ends(uuid)',
  'shop_order_ends(uuid)',
  'shop_term(text, text)',
  'shop_news_request_open(timestamp with time zone)',
  'shop_restricted_orders()',
  'shop_restricted_invoices()',
  'shop_restricted_mails()',
  'shop_restricted_addresses()',
  'shop_cancelled_at(uuid)',
  'shop_customer_known(uuid)',
  'shop_invoiced_order(uuid)',
  'shop_consent_kept(uuid, interval)',
  'shop_cart_live(uuid, interval)',
  'shop_staff_known(uuid, interval)',
  'shop_proof_approved(uuid)',
  'shop_may_market(text, bytea, uuid)',
  'shop_cart_of(bytea)',
  'shop_lowest_before(uuid)',
  'shop_price_for(uuid, bigint)',
  'shop_discounts(uuid, uuid)',
  'shop_discount_problem(discount_code)',
  'shop_sold_lately()',
  'shop_plain(text)',
  'shop_search(text, text, integer)',
  'shop_near_words(text, text, integer)',
  'shop_ordered_variants(uuid)',
  'shop_enqueue(text, jsonb, text, integer)',
  'shop_plain_letters(text)',
  'shop_breach_kept(uuid, interval)',
  'shop_breach_noted(uuid)',
  'shop_code_wanted(uuid)',
  'shop_open_day(date)',
  'shop_entry_waits(uuid)',
  'shop_books_kept(date)',
  'shop_distance_cents(integer, text[])',
  'shop_asks_by_a_day(text)',
]

/** Functions by which rows are found that belong to one person, or that something holds. */
const findingSubjects = [
  'shop_subject_address()',
  'shop_subject_addresses()',
  'shop_subject_orders()',
  'shop_subject_mails()',
  'shop_subject_consents()',
  'shop_subject_hashes()',
  'shop_subject_cart()',
  'shop_subject_staff()',
  'shop_subject_customers()',
  'shop_subject_requests()',
  'shop_subject_rows()',
]
export const findingHeld = ['shop_held_orders()', 'shop_held_addresses()']

/** The way to the page of one's own data, from the asked-for link to the closed page. */
const openingMyData = [
  'shop_ask_for_link(text, bytea, text, bytea, bytea)',
  'shop_link_letter(uuid, bytea)',
  'shop_link_opens(bytea)',
  'shop_open_my_data(bytea, bytea)',
  'shop_my_data_session(bytea)',
  'shop_close_my_data(bytea)',
  'shop_subject_choices()',
  'shop_subject_live_consents(text)',
]
const disclosing = ['shop_note_disclosure(text, text, text, uuid[], text[], text, uuid)']
const opening = ['shop_note_opening(text, uuid[], text, text)']
const answeringBreaches = [
  'shop_count_affected(uuid)',
  'shop_breach_addressees(uuid)',
  'shop_breach_unreached(uuid)',
  'shop_queue_breach_letters(uuid, uuid, integer)',
]
/** What a calculation of a debt stands on: days and amounts. */
const calculating = ['shop_debt_facts(uuid)', 'shop_debt_changes(uuid)', 'shop_debt_charges(uuid)']
const subscribing = ['shop_subscribe(text, bytea, text, uuid)']
const inviting = ['shop_invitation_letter(uuid, bytea, timestamp with time zone)']

const enqueueAt = 'shop_enqueue_at(text, jsonb, text, timestamp with time zone)'

/** Functions that write for one purpose what it may not write by itself. */
export const callableFor: Partial<Record<PurposeId, readonly string[]>> = {
  'order-contract': [
    'shop_empty_cart(bytea)',
    'shop_put_in_cart(bytea, interval, uuid, integer, text, boolean)',
    'shop_set_cart_line(bytea, uuid, integer)',
    'shop_use_discount(uuid)',
    'shop_lock_order(uuid)',
    'shop_take_out(uuid, uuid[], integer[], text, uuid)',
    'shop_withdrawal_order(text, text)',
    'shop_withdrawals_waiting(text)',
    'shop_choose_payment(uuid, text)',
    'shop_lock_entry(uuid)',
    'shop_orders_awaiting()',
    'shop_restricted_named(text[], uuid)',
    'shop_reminders_due(integer[], integer, date, date, uuid, integer)',
    'shop_remember_customer(text)',
    'shop_card_refund_returned(uuid)',
    'shop_debts(uuid[])',
    'shop_overdue_of(uuid)',
    'shop_case_standing(uuid)',
    'shop_recall_letter(uuid)',
    'shop_recalls_to_tell()',
    'shop_collector_cases(uuid, text[])',
    'shop_note_recall_disclosed(uuid)',
    'shop_debt_of(uuid)',
    'shop_dunning_problems(uuid)',
    'shop_collection_problems(uuid)',
    'shop_handed_over(uuid)',
    'shop_case_dispute(uuid)',
    'shop_rest_left(uuid)',
    enqueueAt,
    ...calculating,
    ...disclosing,
    ...opening,
  ],
  'conformity-claims': opening,
  'legal-claims': [...calculating, ...opening],
  accounting: [
    ...calculating,
    ...disclosing,
    ...opening,
    'shop_lock_entry(uuid)',
    'shop_lock_account(text)',
    'shop_hold_for_dispute(uuid, text)',
    'shop_release_dispute(uuid, text)',
    'shop_take_vat_off(uuid, uuid)',
  ],
  identification: [
    ...opening,
    'shop_keep_personal_code(uuid, bytea, integer, uuid)',
    'shop_take_back_personal_code(uuid)',
  ],
  'debt-collection': [
    'shop_may_collect(uuid)',
    'shop_handed_over(uuid)',
    ...calculating,
    ...disclosing,
    ...opening,
  ],
  accountability: [...answeringBreaches, ...opening],
  website: ['shop_keep_cart(bytea, interval)'],
  'rights-requests': [
    ...findingSubjects,
    'shop_forget_cart()',
    'shop_order_address(text)',
    'shop_held_orders()',
    // A copy says for which purposes a row is held: the conditions of all of them are asked.
    'shop_may_collect(uuid)',
    ...openingMyData,
    ...opening,
  ],
  'marketing-email': [...subscribing, ...disclosing, enqueueAt, 'shop_news_subscribe(uuid, uuid, text)'],
  'marketing-similar-goods': [...subscribing, ...disclosing, enqueueAt, 'shop_news_reached(uuid, bytea)'],
  'consent-evidence': ['shop_news_withdraw(uuid)', 'shop_news_consent(uuid, text, text, text)'],
  objections: ['shop_news_links(uuid)', 'shop_news_object(uuid, text)'],
  'marketing-phone': subscribing,
  'service-messages': [
    ...inviting,
    ...disclosing,
    ...opening,
    'shop_breach_letter(uuid)',
    'shop_newsletter_test(uuid)',
    'shop_queued_mails()',
  ],
  'staff-accounts': inviting,
}

/** Functions for a login as such, whatever its purpose. */
export const callableBy: Partial<Record<Login, readonly string[]>> = {
  backoffice: [
    'shop_failed_job()',
    'shop_retry_job(bigint)',
    'shop_last_order()',
    'shop_news_audience()',
    enqueueAt,
  ],
  worker: [enqueueAt, 'shop_recall_barred()', 'shop_take_back_reminder(uuid)'],
}
