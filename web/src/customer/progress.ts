import type { Job } from '../api/types';
import { jobState } from '../api/words';

const ride = ['matching', 'accepted', 'arrived_at_pickup', 'in_progress', 'completed'];
const delivery = ['asked', 'prepared', 'courier', 'in_progress', 'completed'];
const counter = ['scheduled', 'in_progress', 'completed'];

/** Whether it is had at a counter, by a code. */
export function isCounter(job: Job): boolean {
  return job.kind === 'redemption';
}

/** Whether somebody comes to work at the customer's place. */
export function isAtHome(job: Job): boolean {
  return job.kind === 'home_service';
}

/** Where who has the job goes first. */
export function meeting(job: Job): string {
  return job.kind === 'delivery' ? 'the store' : isAtHome(job) ? 'your door' : 'the pick-up';
}

/** What who does a job is called. */
export function doerOf(job: Job): 'courier' | 'driver' | 'provider' {
  return job.kind === 'delivery' ? 'courier' : isAtHome(job) ? 'provider' : 'driver';
}

/** What a job is called to its customer. */
export function nounOf(job: Job): 'ride' | 'order' {
  return job.kind ? 'order' : 'ride';
}

/** The names of the steps that a job goes through. */
export function steps(job: Job): string[] {
  return isCounter(job) ? counter : job.kind === 'delivery' ? delivery : ride;
}

/** How far along a job is, for the bar of its steps; 0 when it ended otherwise. */
export function stepOf(job: Job): number {
  if (job.state === 'completed') {
    return steps(job).length;
  }

  if (isCounter(job)) {
    return counter.indexOf(job.state) + 1;
  }

  if (job.kind === 'delivery') {
    return job.ended ? 0 : job.state === 'in_progress' ? 4 : ['accepted', 'en_route_to_pickup', 'arrived_at_pickup'].includes(job.state) ? 3 : job.sale?.ready_at ? 2 : 1;
  }

  const state = job.state === 'scheduled' ? 'matching' : job.state === 'en_route_to_pickup' ? 'accepted' : job.state;
  return ride.indexOf(state) + 1;
}

/** How a job stands, in a few words to its customer. */
export function headline(job: Job): string {
  if (job.state === 'scheduled' && job.payment === 'authorizing') {
    return 'Your card is being checked';
  }

  if (job.state === 'scheduled' && job.waits_for) {
    return 'It waits for what comes before it';
  }

  if (job.state === 'canceled_by_customer') {
    return `You canceled this ${nounOf(job)}`;
  }

  if (job.state === 'failed') {
    return 'Your card was declined';
  }

  return (isCounter(job) ? atCounter(job) : job.kind === 'delivery' ? toDoor(job) : isAtHome(job) ? atHome(job) : onRoad(job)) ?? jobState(job.state);
}

function onRoad(job: Job): string | undefined {
  switch (job.state) {
    case 'scheduled':
      return 'Your ride is booked';
    case 'matching':
      return job.attempt > 1 ? 'Looking for another vehicle' : 'Looking for a vehicle';
    case 'accepted':
    case 'en_route_to_pickup':
      return 'Your vehicle is coming';
    case 'arrived_at_pickup':
      return 'Your vehicle is here';
    case 'in_progress':
      return 'On the way';
    case 'completed':
      return 'You have arrived';
    case 'no_providers_available':
      return 'No vehicle was found';
    default:
      return undefined;
  }
}

function atCounter(job: Job): string | undefined {
  switch (job.state) {
    case 'scheduled':
      return 'Paid: get it at the counter';
    case 'in_progress':
      return 'Some of it is left at the counter';
    case 'completed':
      return 'You have had it';
    default:
      return undefined;
  }
}

function toDoor(job: Job): string | undefined {
  switch (job.state) {
    case 'scheduled':
      return job.sale?.ready_at ? 'The store prepares it' : 'The store is asked';
    case 'matching':
      return job.sale?.prepared_at ? 'It is ready: looking for a courier' : 'Being prepared, looking for a courier';
    case 'accepted':
    case 'en_route_to_pickup':
      return 'A courier goes to the store';
    case 'arrived_at_pickup':
      return 'The courier is at the store';
    case 'in_progress':
      return job.sale?.returning ? 'It goes back to the store' : 'The courier is on the way to you';
    case 'completed':
      return 'Handed over';
    case 'no_show':
      return 'It could not be handed over';
    case 'no_providers_available':
      return 'No courier was found';
    case 'canceled_by_platform':
      return job.sale?.returning ? 'It went back to the store' : job.sale?.ready_at ? 'The order was canceled' : 'The store did not take it';
    default:
      return undefined;
  }
}

function atHome(job: Job): string | undefined {
  switch (job.state) {
    case 'scheduled':
      return 'Your appointment is booked';
    case 'matching':
      return 'Looking for somebody to come';
    case 'accepted':
    case 'en_route_to_pickup':
      return 'Somebody is coming';
    case 'arrived_at_pickup':
      return 'They are at your door';
    case 'in_progress':
      return 'The work is on';
    case 'completed':
      return 'The work is done';
    case 'no_providers_available':
      return 'Nobody was found';
    default:
      return undefined;
  }
}
