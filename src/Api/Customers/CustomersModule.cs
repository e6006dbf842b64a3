using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
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
        routes.MapPost("/payment-methods", async (PaymentMethodBody body, HttpContext http, IGrainFactory grains) =>
            Of(await Methods(http, grains).Add(body.PaymentMethod, body.Default, CancellationToken.None))).For(Roles.Customer);
        routes.MapPost("/payment-methods/setup", BeginSetup).For(Roles.Customer);
        routes.MapPost("/payment-methods/setup/{setup}/complete", CompleteSetup).For(Roles.Customer);
        routes.MapPost("/payment-methods/{method}/default", MakeDefault).For(Roles.Customer);
        routes.MapDelete("/payment-methods/{method}", async (string method, HttpContext http, IGrainFactory grains) =>
            Of(await Methods(http, grains).Remove(method, CancellationToken.None))).For(Roles.Customer);
    }

    private static async Task<Results<Ok<CustomerResource>, Problem>> Get(HttpContext http, IGrainFactory grains) =>
        await Grain(http, grains).Get(http.RequestAborted) is { } customer
            ? TypedResults.Ok(Of(customer))
            : Problem.Of(Rejection.CustomerUnknown, "This customer has not said anything of themselves yet: PUT /v1/me.");

    private static async Task<Results<Ok<CustomerResource>, Problem>> Change(HttpContext http, IGrainFactory grains, ChangeCustomer change) =>
        Of(await Grain(http, grains).Change(change, CancellationToken.None));

    private static Results<Ok<CustomerResource>, Problem> Of(CustomerReply reply) =>
        reply.Rejection is { } why ? Problem.Of(why, reply.Detail) : TypedResults.Ok(Of(reply.View!));

    private static Task<IResult> BeginSetup(PaymentSetupBody? body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
            Of(await Methods(http, grains).BeginSetup(stamp, body?.PaymentMethod, body?.Default ?? false, cancellationToken), created: true));

    private static async Task<IResult> CompleteSetup(string setup, PaymentSetupDoneBody? body, HttpContext http, IGrainFactory grains) =>
        Of(await Methods(http, grains).CompleteSetup(setup, body?.Default ?? false, CancellationToken.None), created: false);

    private static async Task<Results<Ok<CustomerResource>, Problem>> MakeDefault(string method, HttpContext http, IGrainFactory grains)
    {
        var customer = Grain(http, grains);
        return await customer.Get(http.RequestAborted) is { } known && known.PaymentMethods.Contains(method)
            ? Of(await customer.Change(new ChangeCustomer(null, method, true, null), CancellationToken.None))
            : Problem.Of(Rejection.PaymentMethodUnknown, "The customer has no such payment method.");
    }

    private static IResult Of(MethodSetupReply reply, bool created)
    {
        if (reply.Rejection is { } why)
        {
            return Problem.Of(why, reply.Detail);
        }

        var resource = new PaymentSetupResource(reply.Setup!, reply.State, reply.ClientSecret, reply.Method?.Id);
        return created ? TypedResults.Created((string?)null, resource) : TypedResults.Ok(resource);
    }

    private static IPaymentMethodsGrain Methods(HttpContext http, IGrainFactory grains) => grains.GetGrain<IPaymentMethodsGrain>(Caller.IdOf(http.User).ToString("N"));

    private static ICustomerGrain Grain(HttpContext http, IGrainFactory grains) => grains.GetGrain<ICustomerGrain>(Caller.IdOf(http.User).ToString("N"));

    private static CustomerResource Of(CustomerView customer) => new(
        customer.Customer,
        customer.Name,
        customer.PaymentMethods,
        customer.Saved is { } saved
            ? [.. saved.Select(card => new SavedMethodResource(card.Id, card.Brand, card.Last4, card.ExpiryMonth, card.ExpiryYear, customer.PaymentMethods.FirstOrDefault() == card.Id))]
            : null);
}
