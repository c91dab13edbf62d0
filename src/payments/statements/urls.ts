/** Bank statements in the money rooms, and the entries that they brought. */
export const statementUrls = {
  adminBankEntry: '/admin/money/statements/entries/:id',
  adminBankSearch: '/admin/money/statements/entries/:id/search',
  adminBankMatch: '/admin/money/statements/entries/:id/match',
  adminBankUndo: '/admin/money/statements/entries/:id/undo',
  adminBankAside: '/admin/money/statements/entries/:id/aside',
  adminBankAgain: '/admin/money/statements/entries/:id/again',
  adminStatement: '/admin/money/statements/:id',
} as const
