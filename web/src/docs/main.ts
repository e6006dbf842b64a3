import 'swagger-ui-dist/swagger-ui.css';
import './docs.css';
// @ts-expect-error The bundle brings no types.
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';

(SwaggerUI as (options: Record<string, unknown>) => void)({
  url: '/openapi/v1.json',
  domNode: document.getElementById('app'),
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  // Its badge would be fetched from another host.
  validatorUrl: null,
});
