import { DispatchHttp, type HttpSettings } from './http.js';
import type { HubSettings } from './push/hub.js';
import { connect, type Hubs } from './push/hubs.js';
import type { HubName } from './push/messages.js';

/** The API for one caller: requests, and hubs that show the same token. */
export class DispatchClient extends DispatchHttp {
  constructor(settings: HttpSettings) {
    super(settings);
  }

  /** Connects to a hub; see `connect`. The share hub wants the token of its link in `settings`. */
  connect<N extends HubName>(name: N, settings: Partial<Omit<HubSettings, 'url'>> = {}): Promise<Hubs[N]> {
    const { url, clock } = this.settings;
    const token = settings.token ?? this.settings.token;
    if (token === undefined) {
      throw new TypeError('Hubs take tokens: none is in the settings.');
    }

    return connect(name, { url, ...(clock ? { clock } : {}), ...settings, token });
  }
}
