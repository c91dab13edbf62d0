/**
 * To whom a row belongs, and with what it ends: an order with everything that hangs on it, an address, a cookie's cart.
 * From it follow three conditions in SQL: that the row is the person's whose request is being answered, that the person is
 * not restricted (Art. 18), and that nothing holds it back from the eraser.
 */
export type Unit =
  | { readonly of: 'order'; readonly by: string; readonly through?: 'invoice' | 'mail' }
  /** An e-mail address or a telephone number. */
  | { readonly of: 'address'; readonly by: string }
  | { readonly of: 'address-hash'; readonly by: string }
  | { readonly of: 'consent'; readonly by: string }
  | { readonly of: 'customer'; readonly by: string }
  | { readonly of: 'cart'; readonly by: string }
  | { readonly of: 'staff'; readonly by: string }
  | { readonly of: 'request'; readonly by: string }
  /** A trace: the key of any row of the person's, as text. */
  | { readonly of: 'trace'; readonly by: string }
  /** No way leads from a person to the row, or none that anybody but the database may walk. */
  | { readonly of: 'nobody'; readonly why: string }

/** The row is of the person whom `shop.subject` names; undefined where no row can be. */
export function ofSubject(unit: Unit): string | undefined {
  if (unit.of === 'nobody') return undefined
  return {
    order: () => ofSubjectsOrder(unit as Extract<Unit, { of: 'order' }>),
    address: () => `${unit.by} = any ((select shop_subject_addresses())::text[])`,
    'address-hash': () => `${unit.by} = any ((select shop_subject_hashes())::bytea[])`,
    consent: () => `${unit.by} = any ((select shop_subject_consents())::uuid[])`,
    customer: () => `${unit.by} = any ((select shop_subject_customers())::uuid[])`,
    cart: () => `${unit.by} = (select shop_subject_cart())`,
    staff: () => `${unit.by} = any ((select shop_subject_staff())::uuid[])`,
    request: () => `${unit.by} = any ((select shop_subject_requests())::uuid[])`,
    trace: () => `${unit.by}::text = any ((select shop_subject_rows())::text[])`,
  }[unit.of]()
}

function ofSubjectsOrder({ by, through }: Extract<Unit, { of: 'order' }>): string {
  if (through === 'mail') return `${by} = any ((select shop_subject_mails())::uuid[])`
  const order = through === 'invoice' ? `shop_invoiced_order(${by})` : by
  return `${order} = any ((select shop_subject_orders())::uuid[])`
}

/** Nobody asked that the person's data be left alone (Art. 18(1)); undefined where nobody could. */
export function unrestricted(unit: Unit): string | undefined {
  if (unit.of === 'address') return `${unit.by} <> all ((select shop_restricted_addresses())::text[])`
  if (unit.of !== 'order') return undefined
  const kind = unit.through === 'invoice' ? 'invoices' : unit.through === 'mail' ? 'mails' : 'orders'
  // A row that belongs to no order yet belongs to nobody who could ask.
  return `coalesce(${unit.by} <> all ((select shop_restricted_${kind}())::uuid[]), true)`
}

/** The eraser may take the row: no claim, restriction or open request holds it. */
export function unheld(unit: Unit): string | undefined {
  if (unit.of === 'address') return `${unit.by} <> all ((select shop_held_addresses())::text[])`
  const order = orderOf(unit)
  return order && `coalesce(${order} <> all ((select shop_held_orders())::uuid[]), true)`
}

/** The order that a row belongs to, as SQL over the row. */
export function orderOf(unit: Unit): string | undefined {
  if (unit.of !== 'order') return undefined
  const { by, through } = unit
  if (through === 'invoice') return `shop_invoiced_order(${by})`
  return through === 'mail' ? `(select mail.order_id from mail where mail.id = ${by})` : by
}
