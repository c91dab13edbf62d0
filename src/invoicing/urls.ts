/** Documents in the back office: the files, and the page of an order's documents with its proofs. */
export const documentUrls = {
  adminDocumentPdf: '/admin/money/documents/:id/pdf',
  adminDocumentUbl: '/admin/money/documents/:id/ubl',
  adminOrderDocuments: '/admin/orders/:id/documents',
  adminOrderPublicBuyer: '/admin/orders/:id/documents/public',
  adminOrderSending: '/admin/orders/:id/documents/sending',
  adminOrderVies: '/admin/orders/:id/documents/vies',
  adminOrderVat: '/admin/orders/:id/documents/vat',
  adminOrderCorrective: '/admin/orders/:id/documents/corrective',
  adminTransportProof: '/admin/orders/:id/documents/transport',
  adminTransportProofFile: '/admin/orders/:id/documents/transport/:proofId',
} as const
