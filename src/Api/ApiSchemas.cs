using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api;

/// <summary>What the OpenAPI document says beyond what the routes say themselves: ids, who may, keys of repetition, errors.</summary>
internal static class ApiSchemas
{
    private const string Bearer = "bearer";
    private const string Key = "api_key";

    public static IServiceCollection AddDispatchOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "O2O.Dispatch",
                Version = "v1",
                Description = "Order and pay online, be served offline, pay once. See docs/reference/api.md for conventions, errors and hubs.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
                [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeys.Header },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(Guid))
            {
                schema.Type = JsonSchemaType.String;
                schema.Pattern = "^[0-9a-f]{32}$";
            }
            else if (context.JsonPropertyInfo is { Name: "line" })
            {
                // Written by hand, too.
                schema.Type = JsonSchemaType.Array;
                schema.Items = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" } };
            }
            else if (type == typeof(LocationBody))
            {
                // It is read by hand, so that the document cannot see what it is made of.
                schema.Type = JsonSchemaType.Object;
                schema.Required = new HashSet<string> { "longitude", "latitude" };
                schema.Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["longitude"] = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
                    ["latitude"] = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
                    ["at"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Format = "date-time" },
                    ["provider_id"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Pattern = "^[0-9a-f]{32}$" },
                };
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().FirstOrDefault() is { } access)
            {
                var who = access.Roles.Count > 0 ? $"For {string.Join(", ", access.Roles)}." : string.Empty;
                operation.Description = access.Scope is { } scope ? $"{who} Keys need the scope `{scope}`.".Trim() : who;
                operation.Security =
                [
                    new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] },
                    .. access.Scope is null
                        ? Array.Empty<OpenApiSecurityRequirement>()
                        : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] }],
                ];
            }

            if (context.Description.HttpMethod == "POST")
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = CommandContext.Header,
                    In = ParameterLocation.Header,
                    Description = "Makes a repetition recognisable: the same key and body give the same answer for 24 h. Needed where money is concerned.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 100 },
                });
            }

            foreach (var (status, words) in new[] { ("400", "Bad input, every fault by field"), ("401", "Not signed in"), ("404", "Unknown, or somebody else's"), ("429", "Too many requests"), ("503", "Try again after Retry-After") })
            {
                operation.Responses ??= [];
                operation.Responses.TryAdd(status, new OpenApiResponse { Description = $"{words} (`{Problem.MediaType}`)." });
            }

            return Task.CompletedTask;
        });
    });
}
