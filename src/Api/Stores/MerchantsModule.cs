using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Stores;

/// <summary>Merchants for operators; stores, products, stock and staff for merchants. What is another merchant's is as if it were not there.</summary>
internal static class MerchantsModule
{
    public static void MapMerchants(this IEndpointRouteBuilder app)
    {
        var ops = app.MapGroup("/v1/ops/merchants").WithTags("Merchants");
        ops.MapPost("", Create).For(Roles.Ops);
        ops.MapGet("", List).For(Roles.Ops);
        ops.MapPost("/{id}/verify", (Guid id, HttpContext http, IMerchantStore store, StoreBoard board, StoreDesk desk, TimeProvider time) =>
            Stand(id, MerchantStanding.Verified, http, store, board, desk, time)).For(Roles.Ops);
        ops.MapPost("/{id}/suspend", (Guid id, HttpContext http, IMerchantStore store, StoreBoard board, StoreDesk desk, TimeProvider time) =>
            Stand(id, MerchantStanding.Suspended, http, store, board, desk, time)).For(Roles.Ops);

        var routes = app.MapGroup("/v1/merchant").WithTags("Merchants");
        string[] staff = [Roles.Merchant, Roles.Counter];
        routes.MapGet("", Self).For(staff);
        routes.MapGet("/stores", Stores).For(staff);
        routes.MapPost("/stores", AddStore).For(staff);
        routes.MapGet("/stores/{id}", FindStore).For(staff);
        routes.MapPut("/stores/{id}", ChangeStore).For(staff);
        routes.MapPost("/stores/{id}/pause", Pause).For(staff);
        routes.MapGet("/stores/{id}/shelf", Shelf).For(staff);
        routes.MapPut("/stores/{id}/shelf", PutShelf).For(staff);
        routes.MapGet("/products", Products).For(staff);
        routes.MapPost("/products", AddProduct).For(staff);
        routes.MapPut("/products/{id}", ChangeProduct).For(staff);
        routes.MapGet("/staff", Staff).For(staff);
        routes.MapPost("/staff", AddStaff).For(staff);
        routes.MapDelete("/staff/{id}", Revoke).For(staff);
    }

    private static Task<IResult> Create(MerchantBody body, HttpContext http, CommandContext commands, IMerchantStore store, IMarketCatalog markets, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var faults = new List<(string, string)>();
            if (!OperatorId.TryParse(body.Operator, out var whose) || !markets.All.Any(market => market.Operator == whose))
            {
                faults.Add(("operator", $"'{body.Operator}' runs no market here."));
            }

            if (!Currency.TryOf(body.Currency, out var currency))
            {
                faults.Add(("currency", $"'{body.Currency}' is not known."));
            }

            if (faults.Count > 0)
            {
                return Problem.Invalid(faults);
            }

            // The id follows from the command's: a repetition meets the same merchant.
            var merchant = new Merchant(new MerchantId(body.MerchantId ?? CommandStamp.DeterministicId($"merchant\n{stamp.Id:N}")), whose, body.Name, currency, MerchantStanding.Applied);
            if (merchant.Faults().ToList() is { Count: > 0 } wrong)
            {
                return Problem.Invalid(wrong.Select(fault => ("merchant", fault)));
            }

            var made = await store.Add(merchant, time.GetUtcNow(), cancellationToken);
            return made with { Standing = merchant.Standing } == merchant
                ? TypedResults.Created($"/v1/ops/merchants/{made.Id}", StoreResources.Of(made))
                : Problem.Of(409, "conflict", "There is another merchant of that id.");
        });

    private static async Task<Results<Ok<Page<MerchantResource>>, Problem>> List(HttpContext http, IMerchantStore store, string? @operator = null, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfIds(limit, cursor, faults);
        OperatorId? whose = OperatorId.TryParse(@operator, out var named) ? named : null;
        if (whose is null && !string.IsNullOrEmpty(@operator))
        {
            faults.Add(("operator", "There is no such operator."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await store.List(whose, before is { } id ? new MerchantId(id) : null, count + 1, http.RequestAborted);
        return TypedResults.Ok(Pages.Of(found, count, StoreResources.Of, merchant => merchant.Id.Value));
    }

    private static async Task<Results<Ok<MerchantResource>, Problem>> Stand(Guid id, MerchantStanding standing, HttpContext http, IMerchantStore store, StoreBoard board, StoreDesk desk, TimeProvider time)
    {
        var now = time.GetUtcNow();
        if (await store.Stand(new MerchantId(id), standing, now, http.RequestAborted) is not { } merchant)
        {
            return Problem.Of(404, "not_found", "There is no such merchant.");
        }

        await Tell(board, desk, now);
        return TypedResults.Ok(StoreResources.Of(merchant));
    }

    private static async Task<Results<Ok<MerchantSelfResource>, Problem>> Self(HttpContext http, MerchantDoor door)
    {
        var (opened, problem) = await door.Open(http, owner: false);
        return opened is { } scope ? TypedResults.Ok(new MerchantSelfResource(StoreResources.Of(scope.Merchant), Snake.Of(scope.Role), scope.Only?.Value)) : problem!;
    }

    private static async Task<Results<Ok<Page<StoreResource>>, Problem>> Stores(HttpContext http, MerchantDoor door, IMerchantStore store, TimeProvider time, int? limit = null, string? cursor = null)
    {
        var (opened, problem, count, before) = await door.Page(http, owner: false, limit, cursor);
        if (opened is not { } scope)
        {
            return problem!;
        }

        var now = time.GetUtcNow();
        if (scope.Only is { } only)
        {
            var own = await store.Find(only, http.RequestAborted);
            return TypedResults.Ok(new Page<StoreResource>(own is null || !scope.Sees(own.Store) ? [] : [StoreResources.Of(own, now)], null));
        }

        var found = await store.StoresOf(scope.Merchant.Id, before is { } id ? new StoreId(id) : null, count + 1, http.RequestAborted);
        return TypedResults.Ok(Pages.Of(found, count, entry => StoreResources.Of(entry, now), entry => entry.Store.Id.Value));
    }

    private static Task<IResult> AddStore(
        StoreBody body, HttpContext http, CommandContext commands, MerchantDoor door, IMerchantStore store, IMarketCatalog markets, StoreBoard board, StoreDesk desk, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var (opened, problem) = await door.Open(http, owner: true);
            if (opened is not { } scope)
            {
                return problem!;
            }

            var faults = new List<(string, string)>();
            if (StoreResources.Read(body, new StoreId(CommandStamp.DeterministicId($"store\n{stamp.Id:N}")), scope.Merchant, markets, faults) is not { } written)
            {
                return Problem.Invalid(faults);
            }

            var now = time.GetUtcNow();
            var edit = await store.Put(written, 0, now, cancellationToken);
            await Tell(board, desk, now);
            return edit.Stands is { } stands ? TypedResults.Created($"/v1/merchant/stores/{written.Id}", StoreResources.Of(stands, now)) : NoStore();
        });

    private static async Task<Results<Ok<StoreResource>, Problem>> FindStore(Guid id, HttpContext http, MerchantDoor door, IMerchantStore store, TimeProvider time)
    {
        var (seen, problem) = await See(id, http, door, store, owner: false);
        return seen is { } one ? TypedResults.Ok(StoreResources.Of(one.Entry, time.GetUtcNow())) : problem!;
    }

    private static async Task<Results<Ok<StoreResource>, Problem>> ChangeStore(
        Guid id, StoreBody body, HttpContext http, MerchantDoor door, IMerchantStore store, IMarketCatalog markets, StoreBoard board, StoreDesk desk, TimeProvider time)
    {
        var (seen, problem) = await See(id, http, door, store, owner: true);
        if (seen is not { } one)
        {
            return problem!;
        }

        var faults = new List<(string, string)>();
        var version = Version(body.Version, faults);
        if (StoreResources.Read(body, new StoreId(id), one.Scope.Merchant, markets, faults) is not { } written)
        {
            return Problem.Invalid(faults);
        }

        var now = time.GetUtcNow();
        var edit = await store.Put(written, version, now, http.RequestAborted);
        await Tell(board, desk, now);

        // A repetition after a lost answer finds its own writing.
        return edit.Stands is not { } stands ? NoStore()
            : edit.Written || (stands.Version == version + 1 && stands.Store.Equals(written)) ? TypedResults.Ok(StoreResources.Of(stands, now)) : Problem.Overtaken(stands.Version);
    }

    private static async Task<Results<Ok<StoreResource>, Problem>> Pause(
        Guid id, StorePauseBody body, HttpContext http, MerchantDoor door, IMerchantStore store, StoreBoard board, StoreDesk desk, TimeProvider time)
    {
        var (seen, problem) = await See(id, http, door, store, owner: true);
        if (seen is not { } one)
        {
            return problem!;
        }

        // Whoever edits the store at the same time has its say, too: the switch is put on what stands then.
        var now = time.GetUtcNow();
        var entry = one.Entry;
        while (entry.Store.Paused != body.Paused)
        {
            var edit = await store.Put(entry.Store with { Paused = body.Paused }, entry.Version, now, http.RequestAborted);
            entry = edit.Stands ?? entry;
        }

        await Tell(board, desk, now);
        return TypedResults.Ok(StoreResources.Of(entry, now));
    }

    private static async Task<Results<Ok<ImmutableArray<ShelfResource>>, Problem>> Shelf(Guid id, HttpContext http, MerchantDoor door, IMerchantStore store)
    {
        var (seen, problem) = await See(id, http, door, store, owner: false);
        return seen is { } one ? TypedResults.Ok((await store.Shelf(one.Entry.Store.Id, http.RequestAborted)).Select(StoreResources.Of).ToImmutableArray()) : problem!;
    }

    private static async Task<Results<Ok<ImmutableArray<ShelfResource>>, Problem>> PutShelf(
        Guid id, ShelfBody body, HttpContext http, MerchantDoor door, IMerchantStore store, IGrainFactory grains, StoreBoard board, StoreDesk desk, TimeProvider time)
    {
        var (seen, problem) = await See(id, http, door, store, owner: true);
        if (seen is not { } one)
        {
            return problem!;
        }

        var faults = new List<(string, string)>();
        if (!Snake.TryRead<StoreChannel>(body.Channel, out var channel))
        {
            faults.Add(("channel", "delivery, counter or visit is expected."));
        }

        if (body.Left is < 0 or > ShelfBook.MostLeft)
        {
            faults.Add(("left", $"It lies between 0 and {ShelfBook.MostLeft}."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var now = time.GetUtcNow();
        var reply = await grains.GetGrain<IShelfGrain>(one.Entry.Store.Id.ToString()).Put(new PutStock(Snake.Of(channel), body.ProductId, body.Sold, body.Left), http.RequestAborted);
        if (reply.Refusal is not null)
        {
            return Problem.Of(404, "not_found", "There is no such product.");
        }

        await Tell(board, desk, now);
        return TypedResults.Ok((await store.Shelf(one.Entry.Store.Id, http.RequestAborted)).Select(StoreResources.Of).ToImmutableArray());
    }

    private static async Task<Results<Ok<Page<ProductResource>>, Problem>> Products(HttpContext http, MerchantDoor door, IMerchantStore store, int? limit = null, string? cursor = null)
    {
        var (opened, problem, count, before) = await door.Page(http, owner: false, limit, cursor);
        if (opened is not { } scope)
        {
            return problem!;
        }

        var found = await store.ProductsOf(scope.Merchant.Id, before is { } id ? new ProductId(id) : null, count + 1, http.RequestAborted);
        return TypedResults.Ok(Pages.Of(found, count, StoreResources.Of, entry => entry.Product.Id.Value));
    }

    private static Task<IResult> AddProduct(ProductBody body, HttpContext http, CommandContext commands, MerchantDoor door, IMerchantStore store, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var (opened, problem) = await door.Open(http, owner: true);
            if (opened is not { } scope)
            {
                return problem!;
            }

            var faults = new List<(string, string)>();
            var id = new ProductId(CommandStamp.DeterministicId($"product\n{stamp.Id:N}"));
            if (StoreResources.Read(body, id, scope.Merchant, faults) is not { } product)
            {
                return Problem.Invalid(faults);
            }

            var edit = await store.Put(scope.Merchant.Id, product, 0, time.GetUtcNow(), cancellationToken);
            return edit.Stands is { } stands ? TypedResults.Created($"/v1/merchant/products/{id}", StoreResources.Of(stands)) : NoProduct();
        });

    private static async Task<Results<Ok<ProductResource>, Problem>> ChangeProduct(
        Guid id, ProductBody body, HttpContext http, MerchantDoor door, IMerchantStore store, StoreBoard board, StoreDesk desk, TimeProvider time)
    {
        var (opened, problem) = await door.Open(http, owner: true);
        if (opened is not { } scope)
        {
            return problem!;
        }

        if (await store.Find(new ProductId(id), http.RequestAborted) is not { } known || known.Merchant != scope.Merchant.Id)
        {
            return NoProduct();
        }

        var faults = new List<(string, string)>();
        var version = Version(body.Version, faults);
        if (StoreResources.Read(body, new ProductId(id), scope.Merchant, faults) is not { } product)
        {
            return Problem.Invalid(faults);
        }

        var now = time.GetUtcNow();
        var edit = await store.Put(scope.Merchant.Id, product, version, now, http.RequestAborted);
        await Tell(board, desk, now);
        if (edit.Stands is not { } stands)
        {
            return NoProduct();
        }

        // A repetition after a lost answer finds its own writing.
        var told = StoreResources.Of(stands);
        return edit.Written || (stands.Version == version + 1 && Same(told, StoreResources.Of(new ProductEntry(stands.Merchant, product, stands.Version)))) ? TypedResults.Ok(told) : Problem.Overtaken(stands.Version);
    }

    private static async Task<Results<Ok<Page<StaffResource>>, Problem>> Staff(HttpContext http, MerchantDoor door, IMerchantStore store, int? limit = null, string? cursor = null)
    {
        var (opened, problem, count, before) = await door.Page(http, owner: true, limit, cursor);
        if (opened is not { } scope)
        {
            return problem!;
        }

        var found = await store.StaffOf(scope.Merchant.Id, before is { } id ? new StaffId(id) : null, count + 1, http.RequestAborted);
        return TypedResults.Ok(Pages.Of(found, count, StoreResources.Of, member => member.Id.Value));
    }

    private static Task<IResult> AddStaff(StaffBody body, HttpContext http, CommandContext commands, MerchantDoor door, IMerchantStore store) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var (opened, problem) = await door.Open(http, owner: true);
            if (opened is not { } scope)
            {
                return problem!;
            }

            if (!Snake.TryRead<StaffRole>(body.Role, out var role))
            {
                return Problem.Invalid(("role", "owner or counter is expected."));
            }

            var member = new StaffMember(
                new StaffId(CommandStamp.DeterministicId($"staff\n{stamp.Id:N}")), scope.Merchant.Id, body.StoreId is { } at ? new StoreId(at) : null, role, body.Name);
            if (member.Faults().ToList() is { Count: > 0 } wrong)
            {
                return Problem.Invalid(wrong.Select(fault => ("staff", fault)));
            }

            if (member.Store is { } counter && (await store.Find(counter, cancellationToken) is not { } entry || entry.Store.Merchant != scope.Merchant.Id))
            {
                return NoStore();
            }

            return TypedResults.Created($"/v1/merchant/staff/{member.Id}", StoreResources.Of(await store.Add(member, cancellationToken)));
        });

    private static async Task<Results<Ok<StaffResource>, Problem>> Revoke(Guid id, HttpContext http, MerchantDoor door, IMerchantStore store, TimeProvider time)
    {
        var (opened, problem) = await door.Open(http, owner: true);
        if (opened is not { } scope)
        {
            return problem!;
        }

        return await store.Revoke(scope.Merchant.Id, new StaffId(id), time.GetUtcNow(), http.RequestAborted) is { } member
            ? TypedResults.Ok(StoreResources.Of(member))
            : Problem.Of(404, "not_found", "Nobody of that id works for this merchant.");
    }

    private static async ValueTask<((MerchantScope Scope, StoreEntry Entry)? Seen, Problem? Problem)> See(Guid id, HttpContext http, MerchantDoor door, IMerchantStore store, bool owner)
    {
        var (opened, problem) = await door.Open(http, owner);
        if (opened is not { } scope)
        {
            return (null, problem);
        }

        return await store.Find(new StoreId(id), http.RequestAborted) is { } entry && scope.Sees(entry.Store) ? ((scope, entry), null) : (null, NoStore());
    }

    /// <summary>This node knows at once; the others look every two seconds.</summary>
    private static async Task Tell(StoreBoard board, StoreDesk desk, DateTimeOffset since)
    {
        desk.Forget();
        await board.Read(since, CancellationToken.None);
    }

    private static long Version(long? version, List<(string Field, string Reason)> faults)
    {
        if (version is not >= 1)
        {
            faults.Add(("version", "The version that was read is expected, from 1."));
        }

        return version ?? 0;
    }

    private static bool Same(ProductResource one, ProductResource other) =>
        System.Text.Json.JsonSerializer.Serialize(one, HttpJson.Options) == System.Text.Json.JsonSerializer.Serialize(other, HttpJson.Options);

    private static Problem NoStore() => Problem.Of(404, "not_found", "There is no such store.");

    private static Problem NoProduct() => Problem.Of(404, "not_found", "There is no such product.");
}
