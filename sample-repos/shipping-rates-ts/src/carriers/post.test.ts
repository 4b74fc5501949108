import { Service, Zone } from '../types';
import { PostCarrier } from './post';

describe('PostCarrier', () => {
  const post = new PostCarrier();

  it('offers economy overseas only', () => {
    expect(post.supports(Service.Economy, Zone.World)).toBe(true);
    expect(post.supports(Service.Economy, Zone.Europe)).toBe(false);
  });

  it('needs a day or two inland', () => {
    expect(post.days(Service.Standard, Zone.Domestic)).toEqual([1, 2]);
  });
});
