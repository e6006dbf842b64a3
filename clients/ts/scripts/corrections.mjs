/** What the server's OpenAPI document does not say of its schemas. generate.mjs refuses what the document says by now. */

const id = { type: 'string', pattern: '^[0-9a-f]{32}$' };

/** Properties without a type, or arrays without items. */
export const known = {
  'BasketItemBody.product_id': id,
  'QuoteVoucherResource.voucher_id': id,
  'LocationsBody.reports': {
    items: {
      type: 'object',
      required: ['longitude', 'latitude'],
      properties: { longitude: { type: 'number' }, latitude: { type: 'number' }, at: { type: 'string', format: 'date-time' }, provider_id: id },
    },
  },
  'MapFrame.joined': { items: id },
  'MapFrame.no_longer_waiting': { items: id },
  'CampaignClaimsResource.partners': { items: id },
  'CampaignEarnResource.merchants': { items: id },
  'CampaignScopeResource.merchants': { items: id },
  'PlacementBody.store_ids': { items: id },
};

/** Query parameters without a type. */
export const parameters = { product_id: { type: 'array', items: id } };

/** Records that no route of the document names. */
export const schemas = {
  ClaimLinksResource: {
    type: 'object',
    description: 'Links for one voucher each.',
    required: ['links'],
    properties: { links: { type: 'array', items: { $ref: '#/components/schemas/ClaimLinkResource' }, description: 'As many as were asked for.' } },
  },
  PaymentSetupResource: {
    type: 'object',
    description: 'How the saving of a card stands.',
    required: ['setup_id', 'state'],
    properties: {
      setup_id: { type: 'string', description: "The gateway's id of it." },
      state: { type: 'string', enum: ['needs_method', 'needs_action', 'saved', 'failed'], description: 'Where it stands.' },
      client_secret: { type: 'string', description: 'With what the app confirms; left out when nothing is to be confirmed.' },
      payment_method: { type: 'string', description: "The gateway's token of the card, once it is saved." },
    },
  },
};

/** What is for browsers, gateways and balancers, and not for callers of the API. */
export const notCalled = ['/.well-known/jwks.json', '/webhooks/stripe', '/health/ready', '/health/live'];

/** Ids that are left out where there is none, though the document requires them and its words do not say so. */
export const leftOut = ['MatchCandidateResource.got_job_id', 'MatchRoundResource.runner_up_provider_id', 'NotificationResource.job_id'];

/** The answers of docs/reference/api.md: status and record by route, parameters as {}. */
export function answers(page) {
  const found = new Map();
  for (const line of page.split('\n').filter((text) => /^\| `(GET|POST|PUT|DELETE) /.test(text))) {
    const cells = line.split(/(?<!\\)\|/);
    const told = /^\s*(20\d)(?: `([\w<>[\]]+)`)?/.exec(cells[4] ?? '');
    let first = '';
    for (const [, quoted] of cells[1].matchAll(/`([^`]+)`/g)) {
      const route = (quoted.startsWith('/') ? first.slice(0, first.lastIndexOf('/')) + quoted : quoted).split('?')[0];
      first ||= route;
      if (told) {
        found.set(route.replace(/\{\w+\}/g, '{}'), { status: told[1], name: told[2] });
      }
    }
  }

  return found;
}
