/** The accountant's rooms, and the books in the back office. */
export const booksUrls = {
  accountant: '/accountant',
  accountantDocuments: '/accountant/documents',
  accountantDocumentSearch: '/accountant/documents/search',
  accountantDocument: '/accountant/documents/:id',
  accountantInvoice: '/accountant/invoices/:id',
  accountantUbl: '/accountant/invoices/:id/ubl.xml',
  accountantPayments: '/accountant/payments',
  accountantOpenItems: '/accountant/open-items',
  accountantBadDebts: '/accountant/bad-debts',
  accountantCash: '/accountant/cash',
  accountantSeries: '/accountant/series',
  accountantExports: '/accountant/exports',
  adminBooks: '/admin/money/books',
  adminBooksExport: '/admin/money/books/export',
  adminMonthClosing: '/admin/money/books/:month/closing',
  adminMonthReopening: '/admin/money/books/:month/reopening',
} as const
