/**
 * Errors a page or command turns into an answer. What a customer can mend re-renders its form instead and never
 * gets here.
 */
class ShopError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = new.target.name
    this.code = code
  }
}

/** 404: there is no such thing, or the asker may not know that there is. */
export class NotFound extends ShopError {
  constructor(message = 'not found') {
    super('NOT_FOUND', message)
  }
}

/** 403: known, but not allowed. */
export class Forbidden extends ShopError {
  constructor(message = 'forbidden') {
    super('FORBIDDEN', message)
  }
}

/** 409: the thing is no longer in the state that the action needs. `code` says which, for a message to the user. */
export class Conflict extends ShopError {
  constructor(code: string) {
    super(code, `conflict: ${code}`)
  }
}

/** 423: a person asked that it be stored and otherwise left alone (Art. 18). */
export class Restricted extends ShopError {
  constructor() {
    super('RESTRICTED', 'restricted')
  }
}

/** 410: it was here, and its link or term has ended. */
export class Gone extends ShopError {
  constructor(message = 'gone') {
    super('GONE', message)
  }
}

/** 503: something we stand on is away; nothing was done. */
export class Unavailable extends ShopError {
  constructor(message = 'unavailable') {
    super('UNAVAILABLE', message)
  }
}

/** The shop cannot start; the message is one sentence for the person at the keyboard. */
export class StartupError extends ShopError {
  constructor(message: string) {
    super('STARTUP', message)
  }
}
