import type { Api } from '../api/client';
import type { Job, Page } from '../api/types';
import type { Hub } from '../hubs/hub';
import { Box } from '../ui/box';

const shown = 50;
const mostPages = 5;
const refreshMilliseconds = 3000;

/** The latest orders, the latest first: read once, then as they are pushed. While the connection is down they are asked for again and again. */
export class OrdersModel {
  readonly jobs = new Box<Job[]>([]);
  readonly fault = new Box<unknown>(undefined);

  constructor(
    private readonly api: Pick<Api, 'get'>,
    private readonly hub: Pick<Hub, 'follow' | 'state'>,
  ) {}

  /** Follows a merchant's orders until the returned function is called. */
  follow(merchant: string): () => void {
    void this.load();
    const leave = this.hub.follow(`merchant/${merchant}`, {
      event: (event) => event.job?.sale && this.take([event.job]),
      // A snapshot has the open orders alone; what has ended meanwhile is asked for.
      snapshot: () => void this.load(),
      refused: (slug) => this.fault.set(new Error(slug)),
    });
    const timer = setInterval(() => this.hub.state.value !== 'live' && void this.load(), refreshMilliseconds);
    return () => {
      clearInterval(timer);
      leave();
    };
  }

  /** Orders as somebody told them: of each what is known to be newer stands. */
  take(told: Job[]): void {
    const jobs = new Map(this.jobs.value.map((job) => [job.job_id, job]));
    for (const job of told) {
      if ((jobs.get(job.job_id)?.version ?? 0) <= job.version) {
        jobs.set(job.job_id, job);
      }
    }

    this.jobs.set([...jobs.values()].sort((a, b) => b.requested_at.localeCompare(a.requested_at) || b.job_id.localeCompare(a.job_id)).slice(0, shown));
  }

  private async load(): Promise<void> {
    try {
      // A page of one store's orders may hold fewer than there are.
      let [found, cursor] = [0, undefined as string | undefined];
      for (let pages = 0; pages < mostPages && (pages === 0 || (cursor && found < shown)); pages++) {
        const page: Page<Job> = await this.api.get<Page<Job>>('/v1/merchant/jobs', { limit: shown, cursor });
        this.take(page.items);
        [found, cursor] = [found + page.items.length, page.next_cursor];
      }

      this.fault.set(undefined);
    } catch (why) {
      this.fault.set(why);
    }
  }
}
