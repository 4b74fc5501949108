import slugify, { uniqueSlugger } from '../src/slugify.js'

describe('slugify', () => {
  test('replaces umlauts', () => {
    expect(slugify('Größe & Gewicht')).toBe('groesse-und-gewicht')
  })

  test('cuts at a word', () => {
    expect(slugify('one two three', { max: 8 })).toBe('one-two')
  })
})

test('slugs do not repeat', () => {
  const slug = uniqueSlugger()
  expect([slug('Intro'), slug('intro'), slug('INTRO!')]).toEqual(['intro', 'intro-2', 'intro-3'])
})
