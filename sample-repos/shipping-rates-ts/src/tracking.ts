export type TrackingCarrier = 'upu' | 'ups' | 'dhl' | 'fedex';

export type TrackingResult =
  | { ok: true; carrier: TrackingCarrier; number: string; country?: string }
  | { ok: false; reason: 'format' | 'check-digit' };

/** Universal Postal Union S10: RA123456785GB. */
function s10CheckDigit(serial: string): number {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(serial[index]), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return 0;
  if (check === 11) return 5;
  return check;
}

/** 1Z999AA10123456784; letters count as (code - 63) mod 10. */
function upsCheckDigit(body: string): number {
  let sum = 0;
  for (let index = 0; index < body.length; index++) {
    const code = body.charCodeAt(index);
    const value = code >= 65 ? (code - 63) % 10 : code - 48;
    sum += index % 2 === 1 ? value * 2 : value;
  }
  return (10 - (sum % 10)) % 10;
}

function fedexCheckDigit(body: string): number {
  const weights = [3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return (sum % 11) % 10;
}

function identcodeCheckDigit(body: string): number {
  let sum = 0;
  for (let index = 0; index < body.length; index++) {
    sum += Number(body[index]) * (index % 2 === 0 ? 4 : 9);
  }
  return (10 - (sum % 10)) % 10;
}

/** Tells whose tracking number this is, and whether its check digit is right. */
export function parseTracking(raw: string): TrackingResult {
  const number = raw.toUpperCase().replace(/[\s-]/g, '');
  const upu = /^([A-Z]{2})(\d{8})(\d)([A-Z]{2})$/.exec(number);
  if (upu) {
    const [, , serial = '', digit, country = ''] = upu;
    return s10CheckDigit(serial) === Number(digit)
      ? { ok: true, carrier: 'upu', number, country }
      : { ok: false, reason: 'check-digit' };
  }
  if (/^1Z[A-Z0-9]{15}\d$/.test(number)) {
    return upsCheckDigit(number.slice(2, 17)) === Number(number.slice(-1))
      ? { ok: true, carrier: 'ups', number }
      : { ok: false, reason: 'check-digit' };
  }
  if (/^\d{12}$/.test(number)) {
    // both carriers use twelve digits; ours were DHL first
    if (identcodeCheckDigit(number.slice(0, 11)) === Number(number[11])) {
      return { ok: true, carrier: 'dhl', number };
    }
    return fedexCheckDigit(number.slice(0, 11)) === Number(number[11])
      ? { ok: true, carrier: 'fedex', number }
      : { ok: false, reason: 'check-digit' };
  }
  return { ok: false, reason: 'format' };
}

export function trackingUrl(result: TrackingResult): string | null {
  if (!result.ok) {
    return null;
  }
  switch (result.carrier) {
    case 'upu':
      return `https://track.example/${result.country?.toLowerCase() ?? 'xx'}/${result.number}`;
    case 'ups':
      return `https://ups.example/track?num=${result.number}`;
    case 'dhl':
    case 'fedex':
      return `https://${result.carrier}.example/${result.number}`;
  }
}
