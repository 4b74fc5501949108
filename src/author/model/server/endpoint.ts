/** Finds out where requests go: the address of chat completions, and the headers that this server wants; pure. */

export interface EndpointOptions {
  model: string;
  /** Null for OpenAI's own address. */
  baseUrl: string | null;
  /** Undefined or empty for servers that know no key. */
  key: string | undefined;
  headers?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
}

export interface Endpoint {
  url: string;
  headers: Record<string, string>;
  /** The server as users know it, without query. */
  name: string;
}

const defaultBaseUrl = 'https://api.openai.com/v1';

/** Where a vendor's compatible layer begins, for base URLs that name the host alone. */
const usualPaths: Readonly<Record<string, string>> = {
  'generativelanguage.googleapis.com': '/v1beta/openai',
  'openrouter.ai': '/api/v1',
};

const azureHost = /\.(?:openai|cognitiveservices)\.azure\.com$|\.services\.ai\.azure\.com$/;
const azureVersion = '2024-10-21';

/** The endpoint for a base URL as people write it: with or without `/v1`, with a query, or down to `/chat/completions`. */
export function openEndpoint(options: EndpointOptions): Endpoint {
  const { model, key, headers = {}, query = {} } = options;
  const url = new URL(options.baseUrl ?? defaultBaseUrl);
  const isAzure = azureHost.test(url.hostname);
  const path = url.pathname.replace(/\/+$/, '');
  const base = path === '' ? (isAzure ? deploymentPath(model) : (usualPaths[url.hostname] ?? '/v1')) : path;
  url.pathname = base.endsWith('/chat/completions') ? base : `${base}/chat/completions`;
  if (isAzure && url.pathname.includes('/deployments/') && !url.searchParams.has('api-version'))
    url.searchParams.set('api-version', azureVersion);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const secret = key === undefined || key === '' ? undefined : key;
  const authorisation: Record<string, string> =
    secret === undefined ? {} : isAzure ? { 'api-key': secret } : { authorization: `Bearer ${secret}` };
  return {
    url: url.href,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...authorisation,
      ...lower(headers),
    },
    name: options.baseUrl === null ? "OpenAI's server" : options.baseUrl.replace(/[?#].*$/, ''),
  };
}

const deploymentPath = (model: string): string => `/openai/deployments/${encodeURIComponent(model)}`;

const lower = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
