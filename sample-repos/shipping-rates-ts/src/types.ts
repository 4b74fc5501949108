import type { CustomerId, OrderId } from './ids';

export enum Service {
  Economy = 'economy',
  Standard = 'standard',
  Express = 'express',
}

export enum Zone {
  Domestic = 0,
  Neighbours = 1,
  Europe = 2,
  World = 3,
}

export interface Address {
  street: string;
  postcode: string;
  city: string;
  country: string;
  company?: string;
}

export interface Dimensions {
  length: number;
  width: number;
  height: number;
}

export type Content =
  | { kind: 'goods'; value: number }
  | { kind: 'documents' }
  | { kind: 'dangerous'; unNumber: string; class: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 };

export interface Parcel {
  grams: number;
  size: Dimensions;
  content: Content;
  insured?: boolean;
}

export interface Shipment {
  order: OrderId;
  customer: CustomerId;
  from: Address;
  to: Address;
  parcels: readonly Parcel[];
  service: Service;
}

export interface Quote {
  carrier: string;
  service: Service;
  cents: number;
  days: readonly [min: number, max: number];
  notes: string[];
}
