// Start Swagger UI on our own document; nothing is loaded from elsewhere.
window.SwaggerUIBundle({
  dom_id: "#swagger-ui",
  url: document.getElementById("swagger-ui").dataset.url,
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null,
  persistAuthorization: false,
  tryItOutEnabled: false,
});
