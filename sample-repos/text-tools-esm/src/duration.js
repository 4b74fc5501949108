const UNITS = { w: 604800, d: 86400, h: 3600, m: 60, s: 1 }

/** Seconds out of "1h 30m", "90", "1:30:00", "PT1H30M" or "1.5h"; NaN for anything else. */
export function parseDuration(text) {
  const s = text.trim()
  if (/^\d+(\.\d+)?$/.test(s)) return Number(s)
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(s)
  if (clock) {
    const [, h = '0', m, sec] = clock
    if (Number(sec) > 59 || (clock[1] !== undefined && Number(m) > 59)) return NaN
    return Number(h) * 3600 + Number(m) * 60 + Number(sec)
  }
  const iso = /^(-)?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(s)
  if (iso && s.length > 1 && !/[PT]$/.test(s)) {
    const [, minus, ...parts] = iso
    const total = parts.reduce((sum, part, i) => sum + Number(part ?? 0) * Object.values(UNITS)[i], 0)
    return minus ? -total : total
  }
  let rest = s.toLowerCase()
  let total = 0
  let previous = Infinity
  while (rest !== '') {
    const hit = /^(\d+(?:\.\d+)?)\s*(w|d|h|m|s)[a-z]*[\s,]*/.exec(rest)
    if (!hit) return NaN
    const unit = UNITS[hit[2]]
    // bigger units first, and each of them once
    if (unit >= previous) return NaN
    previous = unit
    total += Number(hit[1]) * unit
    rest = rest.slice(hit[0].length)
  }
  return s === '' ? NaN : total
}

export function formatDuration(seconds, style = 'short') {
  if (!Number.isFinite(seconds)) return '—'
  const sign = seconds < 0 ? '-' : ''
  let left = Math.round(Math.abs(seconds))
  if (style === 'clock') {
    const [h, m, s] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60), left % 60]
    const two = (n) => String(n).padStart(2, '0')
    return sign + (h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`)
  }
  const names = { w: 'week', d: 'day', h: 'hour', m: 'minute', s: 'second' }
  const parts = []
  for (const [unit, size] of Object.entries(UNITS)) {
    const n = Math.floor(left / size)
    left %= size
    if (n === 0) continue
    parts.push(style === 'long' ? `${n} ${names[unit]}${n === 1 ? '' : 's'}` : `${n}${unit}`)
  }
  if (parts.length === 0) return style === 'long' ? 'no time' : '0s'
  if (style !== 'long' || parts.length === 1) return sign + parts.join(' ')
  return sign + parts.slice(0, -1).join(', ') + ' and ' + parts.at(-1)
}
