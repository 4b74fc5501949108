/** Reads what was thrown by Node and by native code; such an error may come from another realm, so no `instanceof`. */

/** The `code` of an error, such as `ENOENT` or `SQLITE_BUSY`; empty when it has none. */
export function errorCode(error: unknown): string {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error;
  return isCoded && typeof error.code === 'string' ? error.code : '';
}

/** The error's message, or whatever was thrown as text. */
export function errorMessage(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return String(hasMessage ? error.message : error);
}
