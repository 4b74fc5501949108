import { customerId, orderId } from './ids';

describe('ids', () => {
  it('normalizes order ids', () => {
    expect(orderId(' de123456 ')).toBe('DE123456');
  });

  it('maps old customer ids to new ones', () => {
    expect(customerId('C-42')).toBe('K0000042');
  });
});
