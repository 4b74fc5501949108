export function luhn(digits) {
  let sum = 0
  let double = false
  for (let i = digits.length - 1; i >= 0; i--) {
    let n = digits.charCodeAt(i) - 48
    if (n < 0 || n > 9) return false
    if (double && (n *= 2) > 9) n -= 9
    sum += n
    double = !double
  }
  return digits.length > 0 && sum % 10 === 0
}

export function validateCard({ number = '', expiry = '', cvc = '', holder = '' }, today) {
  const errors = {}
  const digits = number.replace(/[\s-]/g, '')
  if (digits.length < 13 || digits.length > 19) errors.number = 'Please enter 13 to 19 digits'
  else if (!luhn(digits)) errors.number = 'There is a typing error in the number'
  const match = /^(\d{1,2})\s*\/\s*(\d{2}|\d{4})$/.exec(expiry)
  if (!match) errors.expiry = 'Use MM/YY'
  else {
    const month = Number(match[1])
    const year = Number(match[2].length === 2 ? '20' + match[2] : match[2])
    if (month < 1 || month > 12) errors.expiry = 'There are twelve months'
    else if (year < today.year || (year === today.year && month < today.month)) errors.expiry = 'The card has expired'
    else if (year > today.year + 20) errors.expiry = 'That is too far away'
  }
  const amex = /^3[47]/.test(digits)
  if (!new RegExp(amex ? '^\\d{4}$' : '^\\d{3}$').test(cvc)) errors.cvc = amex ? 'Four digits from the front' : 'Three digits from the back'
  if (holder.trim().split(/\s+/).length < 2) errors.holder = 'First and last name, please'
  return errors
}

export function validateEmail(email) {
  const at = email.lastIndexOf('@')
  if (at < 1) return 'An address has an @'
  const domain = email.slice(at + 1)
  if (/\s/.test(email)) return 'No blanks, please'
  if (email.slice(0, at).length > 64) return 'Too long'
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(domain)) return `${domain || 'Nothing'} is no domain`
  const typos = { 'gmial.com': 'gmail.com', 'gmx.d': 'gmx.de', 'hotmial.com': 'hotmail.com' }
  if (typos[domain.toLowerCase()]) return `Did you mean ${typos[domain.toLowerCase()]}?`
  return null
}
