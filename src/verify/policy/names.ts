/** The names that a test may use, and those that open a way out; data only. */

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Values of the language and of the platform that reach nothing outside. */
const allowedGlobals: ReadonlySet<string> = new Set(
  words(`
    undefined NaN Infinity isNaN isFinite parseInt parseFloat
    encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape
    Object Array String Number Boolean BigInt Symbol Date RegExp Math JSON Intl Promise Proxy
    Map Set WeakMap WeakSet WeakRef FinalizationRegistry Iterator
    Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError
    ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array
    Int32Array Uint32Array BigInt64Array BigUint64Array Float32Array Float64Array
    expect console performance structuredClone queueMicrotask
    setTimeout clearTimeout setImmediate clearImmediate clearInterval
    Buffer URL URLSearchParams TextEncoder TextDecoder AbortController AbortSignal Blob File FormData Headers
    Request Response ReadableStream WritableStream TransformStream Event EventTarget CustomEvent DOMException
    atob btoa crypto
    document navigator location history localStorage sessionStorage getComputedStyle
    requestAnimationFrame cancelAnimationFrame
    Node NodeList NodeFilter Element HTMLCollection Document DocumentFragment ShadowRoot Text Comment Attr
    DOMParser XMLSerializer MutationObserver Range Selection DOMRect DOMTokenList DataTransfer FileReader FileList
    CSSStyleDeclaration Storage
  `),
);

/** Families of DOM classes: `HTMLInputElement`, `KeyboardEvent`. */
const allowedGlobalShapes: readonly RegExp[] = [/^(?:HTML|SVG)\w*Element$/, /^[A-Z]\w*Event$/];

/** The members of `window` that may be read, besides the allowed globals. */
export const windowMembers: ReadonlySet<string> = new Set(
  words(`
    document navigator location history localStorage sessionStorage getComputedStyle matchMedia
    innerWidth innerHeight outerWidth outerHeight scrollX scrollY pageXOffset pageYOffset scrollTo scroll scrollBy
    devicePixelRatio screen addEventListener removeEventListener dispatchEvent getSelection name
    requestAnimationFrame cancelAnimationFrame alert confirm prompt
  `),
);

export const windowNames: ReadonlySet<string> = new Set(['window', 'self']);

const jestMembers: ReadonlySet<string> = new Set(
  words(`
    fn spyOn useFakeTimers useRealTimers setSystemTime advanceTimersByTime advanceTimersByTimeAsync
    runAllTimers runAllTimersAsync runOnlyPendingTimers restoreAllMocks clearAllMocks isMockFunction
  `),
);

/** The members of these otherwise powerful objects that may be read. */
export const restrictedMembers: Readonly<Record<string, ReadonlySet<string>>> = {
  jest: jestMembers,
  process: new Set(['nextTick', 'env']),
  Reflect: new Set(['ownKeys', 'has']),
};

/** Values of the language that everything stands on; a test that replaces a part of them also changes what judges it. */
export const languageValues: ReadonlySet<string> = new Set(
  words(`
    Object Array String Number Boolean BigInt Symbol RegExp JSON Intl Promise Proxy Reflect
    Map Set WeakMap WeakSet WeakRef FinalizationRegistry Iterator ArrayBuffer SharedArrayBuffer DataView
    Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError Function
  `),
);

/** Of these only members are of use, so that there is no need to hand them on under another name. */
export const namespaceValues: ReadonlySet<string> = new Set(words('JSON Math Intl'));

/** Members that lead from any value to the functions, scopes or windows behind it. */
export const forbiddenMembers: ReadonlySet<string> = new Set(
  words(`
    constructor __proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__
    callee caller mainModule defaultView contentWindow contentDocument
    prepareStackTrace captureStackTrace stackTraceLimit
  `),
);

export const expectStatics: ReadonlySet<string> = new Set(
  words(`
    assertions hasAssertions any anything arrayContaining arrayOf objectContaining stringContaining stringMatching
    closeTo not
  `),
);

export const chainModifiers: ReadonlySet<string> = new Set(['not', 'resolves', 'rejects']);

/** Names that only a test file's outside uses. */
export const testNames: ReadonlySet<string> = new Set(
  words('test it describe xit xtest xdescribe fit fdescribe beforeEach beforeAll afterEach afterAll'),
);

/** Node's modules that compute and reach nothing; subpaths such as `util/types` are included. */
export const pureBuiltins: ReadonlySet<string> = new Set(
  words('assert util path url events stream buffer querystring string_decoder timers crypto'),
);

export const isAllowedGlobal = (name: string): boolean =>
  allowedGlobals.has(name) || allowedGlobalShapes.some((shape) => shape.test(name));
