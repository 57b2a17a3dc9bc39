"use strict";
// validatorUrl: null keeps Swagger UI from sending the document to its public validator.
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null });
