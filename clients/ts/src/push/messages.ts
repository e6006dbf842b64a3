import type { AdviceResource, AlertResource, JobResource, MapFrame, MerchantStatisticsResource, OfferResource, OverviewResource, ProviderResource, ShareResource } from '../api.js';

/** What every pushed fact says: where it stands in its stream. */
export interface Envelope {
  /** `customer/{id}`, `provider/{id}`, `job/{id}`, `market/{name}` or `merchant/{id}`. */
  stream: string;
  /** Of the sequence: another one says that counting began anew. */
  epoch: number;
  /** 1, 2, 3 ... without a gap within stream and epoch; 0 for what has no place in the order. */
  sequence: number;
  /** When it happened, RFC 3339 in UTC. */
  at: string;
}

/** A job is at a new version. */
export interface JobChanged extends Envelope {
  type: 'job_changed';
  /** The name of the job's event. */
  event: string;
  /** The job after it. */
  job: JobResource;
}

/** A job is before a provider. */
export interface OfferMade extends Envelope {
  type: 'offer_made';
  offer: OfferResource;
}

/** An offer is over without an acceptance. */
export interface OfferClosed extends Envelope {
  type: 'offer_closed';
  offer_id: string;
  job_id: string;
  outcome: 'declined' | 'expired' | 'withdrawn';
}

/** Where an idle provider is likely to be needed: for the moment, with sequence 0. */
export interface MoveAdvised extends Envelope {
  type: 'move_advised';
  advice: AdviceResource;
}

/** It is time to drive to a booked job: for the moment, with sequence 0. */
export interface SetOff extends Envelope {
  type: 'set_off';
  job: JobResource;
}

/** A fact of the shared job; `event` is left out of facts about money. */
export interface ShareChanged extends Envelope {
  type: 'job_changed';
  event?: string;
  job: ShareResource;
}

/** What comes on the stream of a provider. */
export type ProviderEvent = JobChanged | OfferMade | OfferClosed | MoveAdvised | SetOff;

/** The answer to `Subscribe`. */
export interface SubscribeReply<E = ProviderEvent, J = JobResource> {
  stream: string;
  /** Whether `events` continues what was known; else the rest replaces it. */
  recovered: boolean;
  epoch: number;
  /** The last sequence that is contained here. */
  sequence: number;
  /** What was missed, in order. A share link's reply has none. */
  events?: E[];
  /** Of a snapshot: the open jobs of the stream's subject, or the job. */
  jobs: J[];
  /** Of a snapshot of `provider/{id}`. */
  provider?: ProviderResource;
}

/** Where the vehicle of a job is. The latest counts. */
export interface VehicleFrame {
  job_id: string;
  provider_id: string;
  longitude: number;
  latitude: number;
  at: string;
}

/** Where the vehicle of a shared job is. */
export type ShareVehicleFrame = Omit<VehicleFrame, 'provider_id'>;

/** A place of a provider, to be reported. */
export interface LocationReport {
  longitude: number;
  latitude: number;
  /** When; left out for now. Older than the last one is ignored. */
  at?: string;
}

/** The answer to a command over the providers' hub. */
export interface HubCommandReply {
  /** The job after it; left out when there is none. */
  job?: JobResource;
  /** Why nothing happened; left out when it did. */
  slug?: string;
  detail?: string;
}

/** What each hub calls at its clients, beside `Event`. */
export interface HubCalls {
  customer: { Vehicle: VehicleFrame };
  provider: Record<never, never>;
  merchant: { Statistics: MerchantStatisticsResource };
  ops: { Map: MapFrame; Figures: OverviewResource; Alerts: AlertResource[] };
  share: { Vehicle: ShareVehicleFrame };
}

/** What comes on the streams of each hub. */
export interface HubEvents {
  customer: JobChanged;
  provider: ProviderEvent;
  merchant: JobChanged;
  ops: ProviderEvent;
  share: ShareChanged;
}

/** What a snapshot's jobs are, by hub. */
export interface HubJobs {
  customer: JobResource;
  provider: JobResource;
  merchant: JobResource;
  ops: JobResource;
  share: ShareResource;
}

export type HubName = keyof HubCalls;
