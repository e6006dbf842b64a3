using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Customers;

/// <summary>What customers say of themselves, and how they pay.</summary>
internal static class CustomersModule
{
    private static readonly string[] Customers = [Roles.Customer];

    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/me").WithTags("Customers");
        routes.MapGet("", Get).For("jobs:read", Customers);
        routes.MapPut("", (CustomerBody body, HttpContext http, IGrainFactory grains) => Change(http, grains, new ChangeCustomer(body.Name, null, false, null))).For(Roles.Customer);
        routes.MapGet("/payment-methods", Get).For(Roles.Customer);
        routes.MapPost("/payment-methods", (PaymentMethodBody body, HttpContext http, IGrainFactory grains) =>
            Change(http, grains, new ChangeCustomer(null, body.PaymentMethod, body.Default, null))).For(Roles.Customer);
        routes.MapDelete("/payment-methods/{method}", (string method, HttpContext http, IGrainFactory grains) =>
            Change(http, grains, new ChangeCustomer(null, null, false, method))).For(Roles.Customer);
    }

    private static async Task<Results<Ok<CustomerResource>, Problem>> Get(HttpContext http, IGrainFactory grains) =>
        await Grain(http, grains).Get(http.RequestAborted) is { } customer
            ? TypedResults.Ok(Of(customer))
            : Problem.Of(Rejection.CustomerUnknown, "This customer has not said anything of themselves yet: PUT /v1/me.");

    private static async Task<Results<Ok<CustomerResource>, Problem>> Change(HttpContext http, IGrainFactory grains, ChangeCustomer change)
    {
        var reply = await Grain(http, grains).Change(change, CancellationToken.None);
        return reply.Rejection is { } why ? Problem.Of(why, reply.Detail) : TypedResults.Ok(Of(reply.View!));
    }

    private static ICustomerGrain Grain(HttpContext http, IGrainFactory grains) => grains.GetGrain<ICustomerGrain>(Caller.IdOf(http.User).ToString("N"));

    private static CustomerResource Of(CustomerView customer) => new(customer.Customer, customer.Name, customer.PaymentMethods);
}
