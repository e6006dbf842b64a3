/** The records of the server (src/Contracts/Http), as they come over the wire: what is null there is not written. */

export interface Point {
  longitude: number;
  latitude: number;
}

/** [longitude, latitude] */
export type Pair = [number, number];

export type JobState =
  | 'scheduled'
  | 'matching'
  | 'accepted'
  | 'en_route_to_pickup'
  | 'arrived_at_pickup'
  | 'in_progress'
  | 'completed'
  | 'canceled_by_customer'
  | 'canceled_by_provider'
  | 'canceled_by_platform'
  | 'no_show'
  | 'no_providers_available'
  | 'expired'
  | 'failed';

export type ProviderState = 'offline' | 'available' | 'reserved' | 'on_trip' | 'stopped';
export type Standing = 'applied' | 'approved' | 'suspended';

export interface Page<T> {
  items: T[];
  next_cursor?: string;
}

export interface OrleansDashboard {
  url?: string;
}

export interface ServiceClass {
  service_class: string;
  currency: string;
  pin_required: boolean;
  offer_timeout_seconds: number;
  patience_seconds: number;
  /** Left out for a ride. */
  kind?: string;
  /** How long before a booked time, or before goods are ready, somebody is looked for. */
  lead_seconds: number;
}

export interface Market {
  market: string;
  operator: string;
  service_classes: ServiceClass[];
  paused: boolean;
  /** West, south, east, north. */
  bounds?: [number, number, number, number];
}

export interface MarketMap {
  market: string;
  bounds: [number, number, number, number];
  /** Each longitude, latitude, longitude, latitude. */
  roads: [number, number, number, number][];
  area: Pair[][][];
}

export interface Job {
  job_id: string;
  version: number;
  state: JobState;
  ended: boolean;
  payment: string;
  market: string;
  service_class: string;
  customer_id: string;
  provider_id?: string;
  vehicle_id?: string;
  attempt: number;
  stops: Point[];
  next_stop: number;
  requested_at: string;
  pick_up_by: string;
  pick_up_due?: string;
  currency: string;
  fare_minor_units: number;
  captured_minor_units: number;
  changed_at: string;
  pin?: string;
  refunded_minor_units: number;
  tip_minor_units: number;
  /** What of the tip was paid back. */
  tip_refunded_minor_units: number;
  /** For its customer alone, while the payment is requires_action. */
  payment_action?: string;
  /** For its customer alone, while a tip waits for the bank's confirmation. */
  tip_action?: string;
  cash: boolean;
  /** With what the customer pays the provider at the door; left out for what is paid otherwise. */
  paid_at_door?: 'cash' | 'card';
  /** delivery, home_service or redemption; left out for a ride. */
  kind?: string;
  sale?: Sale;
  /** Extra work that was offered. */
  extras?: { number: number; amount_minor_units: number; what: string; approved?: boolean }[];
  /** How a delivery was handed over. */
  proof?: 'code' | 'signature';
  signed_by?: string;
  /** Which chain it is a leg of, which leg, and the job that has to be completed before. */
  chain_id?: string;
  leg?: number;
  waits_for?: string;
  /** For its customer alone, where the job itself is asked for: who has it. */
  provider?: { name: string; verified: boolean; rating_count: number; rating_score?: number };
  /** For its customer alone, where a product that is not over is asked for: the time it is booked for. */
  pick_up_at?: string;
}

/** Jobs that were ordered together. */
export interface Chain {
  chain_id: string;
  customer_id: string;
  legs: { number: number; follows?: number; state: JobState; ended: boolean; waits: boolean; job?: Job }[];
}

/** What a store sold with a job, and how far it is. */
export interface Sale {
  merchant: string;
  store: string;
  items: { product: string; name: string; options: string[]; quantity: number; each_minor_units: number }[];
  answer_by?: string;
  ready_at?: string;
  prepared_at?: string;
  units?: number;
  units_left?: number;
  good_until?: string;
  returning?: string;
}

export interface Offer {
  offer_id: string;
  job: Job;
  expires_at: string;
  pick_up_due: string;
}

export interface Provider {
  provider_id: string;
  name: string;
  operator: string;
  standing: Standing;
  state: ProviderState;
  market?: string;
  service_classes: string[];
  vehicle_id?: string;
  capacity: number;
  chain_limit: number;
  jobs: Job[];
  /** Booked jobs that it has promised and does not drive for yet. */
  commitments?: Job[];
  /** What operators have found that it can do. */
  skills?: string[];
  open_offer?: Offer;
  place?: Point;
  rating_count: number;
  rating_average?: number;
  advice?: Advice;
}

/** Where an idle provider is likely to be needed soon. */
export interface Advice {
  to: Point;
  expires_at: string;
}

export interface Customer {
  customer_id: string;
  name: string;
  payment_methods: string[];
}

/** What a customer has with businesses. */
export interface Wallet {
  balances: { operator: string; currency: string; balance_minor_units: number; held_minor_units: number; available_minor_units: number }[];
  entries: Page<WalletEntry>;
}

/** Something that happened to a wallet. */
export interface WalletEntry {
  kind: string;
  operator: string;
  amount_minor_units: number;
  currency: string;
  job_id?: string;
  reason?: string;
  balance_minor_units: number;
  held_minor_units: number;
  at: string;
}

export interface FareLine {
  kind: string;
  amount_minor_units: number;
  funded_by?: string;
  funder_id?: string;
}

export interface Quote {
  quote_id: string;
  quote: string;
  expires_at: string;
  currency: string;
  total_minor_units: number;
  lines: FareLine[];
  distance_metres: number;
  duration_seconds: number;
  line: Pair[];
  /** What the plain price was multiplied by, above one; missing for the plain price. */
  surge?: number;
  /** The vouchers that it holds, each a discount of the price. */
  vouchers?: { voucher_id: string; name: string; amount_minor_units: number; expires_at: string }[];
  /** The names of campaigns that give a voucher when the job is done. */
  earns?: string[];
  /** The journey that it is of; the next one goes on with it. */
  journey_id: string;
}

/** Something that happened to a customer. */
export interface Moment {
  at: string;
  kind: string;
  where: 'online' | 'offline';
  subject_id: string;
  job_id?: string;
  journey_id?: string;
  detail?: string;
  amount_minor_units?: number;
  currency?: string;
  count?: number;
}

/** What is suggested to a customer. */
export interface Suggestion {
  suggestion_id: string;
  kind: 'voucher' | 'campaign';
  name: string;
  expires_at: string;
}

/** A line of a market's funnel; a rate of nothing is left out. */
export interface FunnelRow {
  key: string;
  touches: number;
  quotes: number;
  orders: number;
  completed: number;
  newcomers: number;
  retained: number;
  rated: number;
  orders_per_touch?: number;
  completed_per_order?: number;
  retained_share?: number;
  rated_share?: number;
}

export interface Funnel {
  rows: FunnelRow[];
  total: FunnelRow;
}

export interface Cohort {
  week_begins: string;
  customers: number;
  again: number[];
  shares: number[];
}

export interface CampaignJobs {
  jobs: number;
  economics: Economics;
}

export interface CampaignFigures {
  campaign_id: string;
  name: string;
  currency: string;
  issued: number;
  open: number;
  used: number;
  expired: number;
  voided: number;
  costs: { funder: string; amount_minor_units: number }[];
  used_by: CampaignJobs[];
  earned_by: CampaignJobs[];
  suggested: number;
  followed: number;
}

export interface VoucherBenefit {
  kind: 'percentage' | 'amount' | 'free_item' | 'ride_credit';
  share_basis_points?: number;
  amount_minor_units?: number;
  up_to_metres?: number;
  most_minor_units?: number;
}

export interface Voucher {
  voucher_id: string;
  code: string;
  name: string;
  state: string;
  currency: string;
  benefit: VoucherBenefit;
  issued_at: string;
  expires_at: string;
  used_minor_units?: number;
}

export interface ClaimLink {
  token: string;
  link: string;
  expires_at: string;
}

/** What a link gave: a voucher, or what comes with the first order. */
export interface Claim {
  journey_id: string;
  voucher?: Voucher;
  referral?: { campaign_id: string; name: string; currency: string; benefit: VoucherBenefit; is_done: boolean };
}

/** A customer's own link. */
export interface Referral {
  campaign_id: string;
  name: string;
  currency: string;
  benefit: VoucherBenefit;
  friend_currency: string;
  friend_benefit: VoucherBenefit;
  link: ClaimLink;
  referred: number;
  rewarded: number;
  most: number;
}

export interface Suggestion {
  suggestion_id: string;
  kind: 'voucher' | 'campaign';
  name: string;
  expires_at: string;
}

export interface Campaign {
  campaign_id: string;
  state: string;
  code?: string;
  spent_minor_units: number;
  reserved_minor_units: number;
  left_minor_units: number;
  uses: number;
  issued: number;
  created_at: string;
  terms: { operator: string; name: string; currency: string; budget_minor_units: number; ends_at: string; benefit: VoucherBenefit; funder: { kind: string; id?: string } };
}

/** What an operator did about prices. */
export interface SurgeChange {
  number: number;
  at: string;
  by: string;
  reason: string;
  zone?: string;
  multiplier?: number;
  until?: string;
}

/** What the prices of a service in a zone are multiplied by. */
export interface ZoneSurge {
  zone: string;
  multiplier: number;
  counted: number;
  waiting: number;
  free: number;
  own_until?: string;
  own_stops?: boolean;
}

export interface Surge {
  service_class: string;
  cap: number;
  zones: ZoneSurge[];
  changes: SurgeChange[];
}

/** Free vehicles near a place. */
export interface Near {
  pick_up_seconds?: number;
  vehicles: Pair[];
}

export interface Directions {
  distance_metres: number;
  duration_seconds: number;
  line: Pair[];
}

export interface Receipt {
  job_id: string;
  state: string;
  payment: string;
  currency: string;
  lines: FareLine[];
  total_minor_units: number;
  captured_minor_units: number;
  released_minor_units: number;
  payment_method: string;
  distance_metres: number;
  requested_at: string;
  ended_at: string;
  provider_name?: string;
  number: string;
  operator: string;
  merchant_id?: string;
  service_class: string;
  tax_minor_units: number;
  tax_percent: number;
  tip_minor_units: number;
  refunded_minor_units: number;
  cash_minor_units: number;
  card_at_door_minor_units: number;
}

export interface Rating {
  job_id: string;
  stars: number;
  comment?: string;
  at: string;
}

export interface ShareLink {
  token: string;
  url: string;
  expires_at: string;
}

export interface Share {
  job_id: string;
  version: number;
  state: JobState;
  ended: boolean;
  market: string;
  stops: Point[];
  pick_up_due?: string;
  vehicle?: Point;
}

export interface Amount {
  amount_minor_units: number;
  currency: string;
}

export interface Earnings {
  from: string;
  to: string;
  totals: Amount[];
  items: { job_id: string; amount_minor_units: number; currency: string; at: string }[];
}

export interface PayeeAccount {
  enabled: boolean;
  next_payout_at?: string | null;
  account?: { account: string; takes_transfers: boolean; pays_out: boolean; missing: string[]; checked_at: string } | null;
  balances: { currency: string; payable_minor_units: number; cash_in_hand_minor_units: number; discounts_owed_minor_units: number }[];
  payouts: {
    items: { id: string; currency: string; amount_minor_units: number; status: string; created_at: string; arrives_at?: string | null; code?: string | null }[];
    next_cursor: string | null;
  };
}

export interface Overview {
  market: string;
  at: string;
  open_jobs: number;
  waiting_jobs: number;
  jobs_by_state: Record<string, number>;
  vehicles: number;
  vehicles_by_state: Record<string, number>;
  served_per_minute: number;
  mean_wait_seconds?: number;
  acceptance_rate?: number;
  captured_minor_units: number;
  currency: string;
  ledger_imbalance_minor_units?: number;
  ledger_checked_at?: string;
  alerts: number;
  outbox_waiting: number;
  outbox_parked: number;
  listeners: number;
}

export interface Alert {
  alert_id: string;
  kind: string;
  since: string;
  detail: string;
  job_id?: string;
  provider_id?: string;
  outbox_row?: number;
  webhook_number?: number;
}

export interface TimelineItem {
  at: string;
  kind: 'event' | 'offer' | 'transfer';
  name: string;
  version?: number;
  data: unknown;
}

export interface Timeline {
  job: Job;
  items: TimelineItem[];
}

export interface MatchCandidate {
  provider_id: string;
  free_in_seconds: number;
  drive_seconds: number;
  swap_penalty_seconds: number;
  got_job_id?: string;
}

export interface MatchRound {
  at: string;
  policy: string;
  chosen_provider_id?: string;
  held_by_provider_id?: string;
  runner_up_provider_id?: string;
  regret_seconds?: number;
  unmatched_reason?: 'no_vehicles' | 'all_too_far' | 'all_excluded' | 'lost_to_others' | 'all_committed' | 'all_lack_skill';
  unmatched_price_seconds: number;
  filtered: { too_late: number; too_far: number; excluded: number; lacking: number; would_miss_commitment: number; off_road: number; lacks_skill: number };
  candidates: MatchCandidate[];
}

export interface Matches {
  job_id: string;
  rounds: MatchRound[];
}

export interface PassedBy {
  job_id: string;
  at: string;
  reason: 'other_was_sooner' | 'got_another' | 'nobody_got_it' | 'not_among_the_best' | 'would_miss_commitment' | 'lacks_skill';
  pick_up_seconds?: number;
  chosen_pick_up_seconds?: number;
}

export interface Money {
  currency: string;
  captured_minor_units: number;
  refunded_minor_units: number;
  provider_payable_minor_units: number;
  platform_revenue_minor_units: number;
  tax_minor_units: number;
  gateway_fees_minor_units: number;
}

export interface Economics {
  currency: string;
  gross_minor_units: number;
  discounts: { funder: string; amount_minor_units: number }[];
  commission_minor_units: number;
  tax_minor_units: number;
  provider_net_minor_units: number;
  merchant_net_minor_units: number;
  tips_minor_units: number;
  gateway_fees_minor_units: number;
  captured_minor_units: number;
  refunded_minor_units: number;
  disputed_minor_units: number;
  platform_margin_minor_units: number;
}

export interface JobEconomics {
  job_id: string;
  economics: Economics;
}

export interface PeriodEconomics {
  from: string;
  to: string;
  items: { market: string; service_class: string; economics: Economics }[];
}

export interface Ledger {
  accounts: { account: string; currency: string; debit_minor_units: number; credit_minor_units: number; pending_debit_minor_units: number; pending_credit_minor_units: number }[];
  money: Money[];
  imbalance_minor_units?: number;
  checked_at?: string;
  first_fault?: string;
}

export interface Notification {
  notification_id: string;
  at: string;
  channel: string;
  kind: string;
  to: string;
  text: string;
  job_id?: string;
}

export interface ApiKey {
  key_id: string;
  name: string;
  scopes: string[];
  customer_id: string;
  created_at: string;
  revoked_at?: string;
  key?: string;
}

export interface WebhookEndpoint {
  endpoint_id: string;
  url: string;
  types: string[];
  market?: string;
  merchant_id?: string;
  customer_id?: string;
  description?: string;
  state: 'enabled' | 'disabled' | 'failing';
  created_at: string;
  failing_since?: string;
  old_secret_until?: string;
  secret?: string;
}

export interface WebhookDelivery {
  delivery_id: string;
  endpoint_id: string;
  event_id: string;
  type: string;
  job_id?: string;
  state: 'pending' | 'delivered' | 'parked';
  attempts: number;
  created_at: string;
  next_attempt_at?: string;
  attempted_at?: string;
  status?: number;
  latency_milliseconds?: number;
  fault?: string;
  answer?: string;
  tries?: WebhookTry[];
}

export interface WebhookTry {
  at: string;
  status?: number;
  latency_milliseconds: number;
  fault?: string;
  answer?: string;
}

export interface WaitingJob {
  job_id: string;
  longitude: number;
  latitude: number;
  requested_at: string;
}

/** How many vehicles are in a cell of a map that is looked at from afar; longitude and latitude are the mean of them. */
export interface MapCell {
  cell: string;
  longitude: number;
  latitude: number;
  available: number;
  reserved: number;
  on_trip: number;
  stopped: number;
}

export interface MapFrame {
  market: string;
  epoch: number;
  sequence: number;
  at: string;
  joined: string[];
  first_index: number;
  /** Base64; see map/mapFrame.ts. */
  vehicles: string;
  waiting: WaitingJob[];
  no_longer_waiting: string[];
  /** From afar, in place of vehicles: the cells that have changed. */
  cells?: MapCell[];
}

export interface VehicleFrame {
  job_id: string;
  provider_id: string;
  longitude: number;
  latitude: number;
  at: string;
}

export interface Envelope {
  stream: string;
  epoch: number;
  sequence: number;
  at: string;
  type: string;
  event?: string;
  job?: Job;
  offer?: Offer;
  offer_id?: string;
  job_id?: string;
  outcome?: string;
  advice?: Advice;
}

export interface SubscribeReply {
  stream: string;
  recovered: boolean;
  epoch: number;
  sequence: number;
  events: Envelope[];
  jobs: Job[];
  provider?: Provider;
}

export interface Merchant {
  merchant_id: string;
  operator: string;
  name: string;
  currency: string;
  standing: string;
}

export interface MerchantSelf {
  merchant: Merchant;
  role: string;
  store_id?: string;
}

export interface Duration {
  count: number;
  mean_seconds?: number;
  p50_seconds?: number;
  p95_seconds?: number;
}

export interface SaleFigures {
  ordered: number;
  asked: number;
  accepted: number;
  rejected: number;
  silent: number;
  completed: number;
  redemptions: number;
  redeemed_units: number;
  answer: Duration;
  preparation: Duration;
  courier_waiting: Duration;
  waiting: Duration;
  gross_minor_units: number;
  net_minor_units: number;
  refunded_minor_units: number;
  discounts: { funder: string; amount_minor_units: number }[];
  rating_count: number;
  rating_average?: number;
  new_customers: number;
  returning_customers: number;
}

export interface HourFigures {
  hour: number;
  repeated: boolean;
  ordered: number;
  redemptions: number;
  gross_minor_units: number;
  ordered_before: number;
  redemptions_before: number;
  gross_before_minor_units: number;
}

export interface MerchantStatistics {
  at: string;
  from: string;
  to: string;
  currency: string;
  store_id?: string;
  figures: SaleFigures;
  before: SaleFigures;
  hours: HourFigures[];
  stores: { store_id: string; name: string; time_zone: string; figures: SaleFigures; before: SaleFigures }[];
}

export interface MerchantStore {
  store_id: string;
  merchant_id: string;
  open: boolean;
  store: { name: string; market: string; channels: string[]; paused?: boolean; version: number };
}

export interface Product {
  product_id: string;
  currency: string;
  product: { name: string; price_minor_units: number; version: number };
}

export interface ShelfLine {
  product_id: string;
  channel: string;
  left?: number;
}

/** A store near a place. */
export interface NearStore {
  store_id: string;
  merchant_id: string;
  merchant: string;
  name: string;
  /** Whether the merchant was checked. */
  verified: boolean;
  longitude: number;
  latitude: number;
  distance_metres: number;
  open: boolean;
  opens_at?: string;
  channels: string[];
  delivery?: { fee_minor_units: number; minimum_basket_minor_units: number; free_from_minor_units?: number };
  /** Whether its merchant pays to be shown in front. */
  placed: boolean;
  click?: string;
}

/** A merchant pays to be shown in front. */
export interface Placement {
  placement_id: string;
  state: string;
  currency: string;
  clicks: number;
  visits: number;
  spent_minor_units: number;
  reserved_minor_units: number;
  left_minor_units: number;
  terms: { market: string; price_per_visit_minor_units: number; budget_minor_units: number; daily_budget_minor_units?: number; begins_at: string; ends_at: string; paused: boolean; version: number };
}

export interface ProductGroup {
  name: string;
  options: { id: string; name: string; price_minor_units: number }[];
  least: number;
  most: number;
}

/** A store with what it sells. */
export interface Storefront {
  store_id: string;
  merchant_id: string;
  merchant: string;
  name: string;
  verified: boolean;
  open: boolean;
  opens_at?: string;
  currency: string;
  time_zone: string;
  channels: string[];
  rating_count: number;
  rating_average?: number;
  products: { product_id: string; name: string; price_minor_units: number; groups: ProductGroup[]; channels: { channel: string; sold_out: boolean; served?: boolean }[]; zones?: string[] }[];
}

/** What can be booked of a store. */
export interface BookingPlace {
  resource_id: string;
  place: { name: string };
}

export interface BookingSlots {
  resource_id: string;
  day: string;
  time_zone: string;
  smallest_party: number;
  largest_party: number;
  deposit: { currency: string; per_person_minor_units: number };
  slots: { begins_at: string; ends_at: string; free: number; closed?: string }[];
}

export interface Booking {
  booking_id: string;
  begins_at: string;
  party: number;
  state: string;
  currency: string;
  deposit_minor_units: number;
  free_until: string;
  held_until?: string;
}

/** A merchant that may see the customer's notes and vouchers at its counters. */
export interface Consent {
  merchant_id: string;
  merchant: string;
  store_id?: string;
  store?: string;
  given_at: string;
  until: string;
}

/** One time that a counter was shown something. */
export interface Look {
  look_id: string;
  at: string;
  merchant: string;
  store: string;
  job_id: string;
  notes: number;
  vouchers: number;
}

/** What a customer shares with a counter. */
export interface CounterCustomer {
  shared: boolean;
  until?: string;
  notes?: string[];
  vouchers?: { name: string; currency: string; benefit: VoucherBenefit; expires_at: string; minimum_spend_minor_units?: number }[];
}

export interface Token {
  access_token: string;
  role: string;
  id: string;
  expires_at: string;
}

export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  slug?: string;
  detail?: string;
  trace_id?: string;
  errors?: Record<string, string[]>;
}
