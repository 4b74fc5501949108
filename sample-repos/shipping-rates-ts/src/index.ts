export * from './types';
export * from './errors';
export { orderId, customerId, isOrderId } from './ids';
export type { OrderId, CustomerId } from './ids';
export { quoteAll, bestPerService, describeDelivery } from './quote';
export { PostCarrier } from './carriers/post';
export { CourierCarrier } from './carriers/courier';
export { parseTracking, trackingUrl } from './tracking';
export { pack } from './packing';
