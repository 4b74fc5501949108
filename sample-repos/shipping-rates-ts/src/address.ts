import { AddressError } from './errors';
import { Zone, type Address } from './types';

const POSTCODES: Record<string, RegExp> = {
  DE: /^\d{5}$/,
  AT: /^[1-9]\d{3}$/,
  CH: /^[1-9]\d{3}$/,
  FR: /^\d{5}$/,
  NL: /^[1-9]\d{3} ?[A-Z]{2}$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/,
  US: /^\d{5}(-\d{4})?$/,
};

const NEIGHBOURS = new Set(['AT', 'CH', 'FR', 'NL', 'BE', 'LU', 'PL', 'CZ', 'DK']);
const EUROPE = new Set(['ES', 'IT', 'PT', 'SE', 'FI', 'NO', 'IE', 'GB', 'HU', 'GR', 'HR']);

export function zoneOf(from: string, to: string): Zone {
  if (from === to) {
    return Zone.Domestic;
  }
  if (from === 'DE' && NEIGHBOURS.has(to)) {
    return Zone.Neighbours;
  }
  const isEuropean = (country: string) => country === 'DE' || NEIGHBOURS.has(country) || EUROPE.has(country);
  return isEuropean(from) && isEuropean(to) ? Zone.Europe : Zone.World;
}

/** Islands and other places where carriers want more money. */
export function isRemote(address: Pick<Address, 'country' | 'postcode'>): boolean {
  const code = address.postcode.replace(/\s/g, '').toUpperCase();
  switch (address.country) {
    case 'DE':
      return ['18565', '25849', '25938', '26465', '26474', '26486', '26548', '26571', '26579', '27498'].includes(code);
    case 'FR':
      return code.startsWith('20') || /^9[78]/.test(code);
    case 'ES':
      return /^(07|35|38|51|52)/.test(code);
    case 'GB':
      return /^(JE|GY|IM|ZE|HS|KW)/.test(code) || /^IV(4[0-9]|5[0-6])/.test(code);
    case 'US':
      return /^(995|996|997|998|999|967|968)/.test(code);
    default:
      return false;
  }
}

/** A tidied copy; throws {@link AddressError} for what a carrier would refuse. */
export function normalizeAddress(address: Address): Address {
  const country = address.country.trim().toUpperCase();
  if (!/^[A-Z]{2}$/.test(country)) {
    throw new AddressError('country', `Two letters expected: ${address.country}`);
  }
  let postcode = address.postcode.trim().toUpperCase();
  if (country === 'GB' || country === 'NL') {
    const bare = postcode.replace(/\s+/g, '');
    const split = country === 'GB' ? bare.length - 3 : 4;
    postcode = `${bare.slice(0, split)} ${bare.slice(split)}`;
  }
  // people copy "D-10115" off letterheads
  postcode = postcode.replace(/^(D|A|CH|F)-(?=\d)/, '');
  const pattern = POSTCODES[country];
  if (pattern && !pattern.test(postcode)) {
    throw new AddressError('postcode', `${postcode} is no postcode in ${country}`);
  }
  const street = address.street.trim().replace(/\s+/g, ' ');
  if (street.length === 0) {
    throw new AddressError('street', 'The street is missing');
  }
  if (/^(p\.?\s?o\.?\s?box|postfach)\b/i.test(street) && country !== 'US') {
    throw new AddressError('street', 'Parcels do not go to post boxes');
  }
  const tidy: Address = { street, postcode, city: address.city.trim(), country };
  const company = address.company?.trim();
  return company ? { ...tidy, company } : tidy;
}
