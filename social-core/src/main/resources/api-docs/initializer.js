window.ui = SwaggerUIBundle({
  url: '../api/v1/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  tryItOutEnabled: true,
  requestInterceptor: (request) => {
    request.headers['X-Rapport'] = '1';
    return request;
  },
});
