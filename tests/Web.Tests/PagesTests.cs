using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace O2O.Dispatch.Web.Tests;

/// <summary>The pages in a real browser, against the server as a user starts it.</summary>
public sealed class PagesTests : IClassFixture<PagesFixture>, IAsyncLifetime
{
    private readonly PagesFixture _pages;

    public PagesTests(PagesFixture pages)
    {
        _pages = pages;
        SetDefaultExpectTimeout(PagesFixture.PatienceMilliseconds);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _pages.CloseAll();

    /// <summary>A customer orders, a person drives, an operator looks on; in the middle of the ride the server is killed and started again.</summary>
    [ChromiumFact]
    public async Task Ride_OverThePages_ThroughAKilledServer_EndsWithReceiptAndTimeline()
    {
        var ops = await _pages.Open("/ops");
        await VehiclesMove(ops);

        var provider = await SignIn("/provider", "Dora Driver");
        await Type(provider, "place-vehicle", "13.400, 52.520");
        await Expect(At(provider, "shift-class-manual")).ToBeCheckedAsync();
        await At(provider, "shift-start").ClickAsync();
        await Expect(At(provider, "idle")).ToBeVisibleAsync();

        // The pick-up is clicked on the map, the drop-off is typed: both ways lead to a place.
        var customer = await SignIn("/customer", "Carla Customer");
        await At(customer, "class-manual").CheckAsync();
        await Expect(At(customer, "map")).ToHaveAttributeAsync("data-ready", "true");
        await At(customer, "map").ClickAsync(new() { Position = await Middle(customer) });
        await Expect(At(customer, "place-pickup")).Not.ToHaveValueAsync(string.Empty);
        await Type(customer, "place-dropoff", "13.412, 52.526");
        await Expect(At(customer, "quote")).ToBeVisibleAsync();
        Assert.True(await At(customer, "fare-line").CountAsync() >= 2, "The quote has its fare lines.");
        var price = await At(customer, "quote-total").InnerTextAsync();
        await At(customer, "request").ClickAsync();

        await Expect(At(provider, "offer")).ToBeVisibleAsync();
        await Expect(At(provider, "offer-left")).ToContainTextAsync("s");
        await At(provider, "accept").ClickAsync();
        await Expect(At(provider, "job")).ToBeVisibleAsync();
        await Expect(At(customer, "pin")).ToBeVisibleAsync();
        var job = await At(customer, "ride").GetAttributeAsync("data-job-id");

        // The vehicle drives to the pick-up and the customer sees it come.
        await At(provider, "speed").FillAsync("300");
        var stood = await At(provider, "provider").GetAttributeAsync("data-longitude");
        await At(provider, "drive").ClickAsync();
        await Expect(At(provider, "provider")).Not.ToHaveAttributeAsync("data-longitude", stood!);
        await Expect(At(customer, "mark-vehicle")).ToBeVisibleAsync();
        await Picture(customer, "customer");
        await Picture(provider, "provider");
        await Expect(At(provider, "drive")).ToHaveAttributeAsync("aria-pressed", "false");
        await At(provider, "arrive").ClickAsync();
        await Expect(At(customer, "ride")).ToHaveAttributeAsync("data-state", "arrived_at_pickup");

        // A wrong PIN is refused in words.
        var pin = await At(customer, "pin").InnerTextAsync();
        await At(provider, "pin-input").FillAsync(pin == "0000" ? "1111" : "0000");
        await At(provider, "start").ClickAsync();
        await Expect(At(provider, "fault")).ToHaveAttributeAsync("data-slug", "wrong_pin");
        await At(provider, "pin-input").FillAsync(pin);
        await At(provider, "start").ClickAsync();
        await Expect(At(customer, "ride")).ToHaveAttributeAsync("data-state", "in_progress");

        await At(customer, "share").ClickAsync();
        var link = new Uri(await At(customer, "share-link").InputValueAsync());
        var friend = await _pages.Open(link.AbsolutePath, 390, 844);
        await Expect(At(friend, "share-page")).ToHaveAttributeAsync("data-state", "in_progress");

        await ServerIsKilledAndStartedAgain(ops, provider, customer, friend);

        await Expect(At(provider, "job")).ToHaveAttributeAsync("data-state", "in_progress");
        await At(provider, "complete").ClickAsync();
        await Expect(At(customer, "receipt")).ToHaveAttributeAsync("data-payment", "captured");
        await Expect(At(customer, "receipt").GetByTestId("fare-total")).ToHaveTextAsync(price);
        await Expect(At(customer, "receipt-captured")).ToHaveTextAsync(price);
        await At(customer, "tip-amount").FillAsync("1.25");
        await At(customer, "tip-send").ClickAsync();
        await Expect(At(customer, "tip-given")).ToHaveAttributeAsync("data-paid", "true");
        await At(customer, "star-5").ClickAsync();
        await At(customer, "rating-send").ClickAsync();
        await Expect(At(customer, "rated")).ToBeVisibleAsync();
        await Expect(At(provider, "earning")).ToHaveCountAsync(1);
        await Expect(At(friend, "share-page")).ToHaveAttributeAsync("data-state", "completed");

        await ops.GotoAsync($"{_pages.Server.Url}/ops#/jobs/{job}");
        foreach (var happened in new[] { "requested", "accepted", "arrived", "pin_refused", "started", "completed", "payment_captured" })
        {
            await Expect(At(ops, "timeline").Locator($"[data-kind=event][data-name={happened}]")).ToHaveCountAsync(1);
        }

        await At(ops, "ops-refund").ClickAsync();
        await At(ops, "refund-amount").FillAsync("1.5");
        await At(ops, "refund-bearer").SelectOptionAsync("proportional");
        await At(ops, "confirm-yes").ClickAsync();
        await Expect(At(ops, "payment-state")).ToHaveAttributeAsync("data-state", "partially_refunded");
        await Expect(At(ops, "job-detail")).ToContainTextAsync("tip $1.25, given back $1.50");

        await Expect(At(ops, "timeline").Locator("[data-kind=offer]").First).ToBeVisibleAsync();
        await Expect(At(ops, "timeline").Locator("[data-kind=transfer]").First).ToBeVisibleAsync();
        await Expect(At(ops, "tile-imbalance")).ToContainTextAsync("$0.00");
        await Picture(ops, "ops");
        Assert.Empty(_pages.Elsewhere);
        Assert.Empty(_pages.ScriptErrors);
    }

    [ChromiumFact]
    public async Task Customer_OutsideTheArea_IsToldSo()
    {
        var customer = await SignIn("/customer", "Far Away");
        await Type(customer, "place-pickup", "13.400, 52.520");
        await Type(customer, "place-dropoff", "14.9, 53.9");
        await Expect(At(customer, "not-served")).ToContainTextAsync("Not served here");
        await Expect(At(customer, "quote")).ToHaveCountAsync(0);
    }

    /// <summary>Who orders sees it in the timeline, and the operator in the funnel.</summary>
    [ChromiumFact]
    public async Task Loop_AnOrder_IsInTheTimelineAndTheFunnel()
    {
        var customer = await SignIn("/customer", "Lena Loop");
        await At(customer, "view-timeline").ClickAsync();
        await Expect(At(customer, "suggestions-wanted")).Not.ToBeCheckedAsync();
        await At(customer, "suggestions-wanted").CheckAsync();
        await Expect(At(customer, "suggestions-wanted")).ToBeEnabledAsync();
        await customer.ReloadAsync();
        await At(customer, "view-timeline").ClickAsync();
        await Expect(At(customer, "suggestions-wanted")).ToBeCheckedAsync();

        await At(customer, "view-book").ClickAsync();
        await At(customer, "class-sandbox").CheckAsync();
        await Type(customer, "place-pickup", "13.3915, 52.5115");
        await Type(customer, "place-dropoff", "13.410, 52.524");
        await At(customer, "request").ClickAsync();
        await Expect(At(customer, "ride")).ToHaveAttributeAsync("data-state", "matching");
        await At(customer, "view-timeline").ClickAsync();
        await Expect(At(customer, "moments").Locator("[data-kind=ordered][data-where=online]")).ToHaveCountAsync(1);

        var ops = await _pages.Open("/ops#/loop", 1280, 900);
        var row = At(ops, "funnel").Locator("[data-key=portal]");
        await Expect(row).Not.ToHaveAttributeAsync("data-orders", "0");
        await At(ops, "funnel-by").SelectOptionAsync("campaign");
        await Expect(At(ops, "funnel").Locator("[data-key='']")).ToContainTextAsync("No campaign");
        await Expect(At(ops, "funnel").Locator("[data-key=total]")).ToBeVisibleAsync();
        Assert.Empty(_pages.ScriptErrors);
    }

    /// <summary>
    /// Noodles at a counter earn a film, the film's seats a ride, and the ride home uses it: a customer, both merchants and a driver, each on a page of their own. At the first counter the customer shares a note, and takes it back.
    /// </summary>
    [ChromiumFact]
    public async Task Loop_NoodlesFilmTaxi_OverThePages_IsInTheTimelineAndEachMerchantsFigures()
    {
        using var noodles = await Shop.Open(_pages.Server.Url, "Noodles before the film", "Ramen", 1_200);
        using var cinema = await Shop.Open(_pages.Server.Url, "Cinema after the noodles", "Seat", 1_000);
        await cinema.Hall();
        await noodles.Campaign("A film after noodles", new { kind = "amount", amount_minor_units = 300 }, new { merchants = new[] { cinema.Merchant } }, new { merchants = new[] { noodles.Merchant } });
        await cinema.Campaign(
            "A taxi after the film", new { kind = "ride_credit", up_to_metres = 2_000, most_minor_units = 250 }, new { service_classes = new[] { "manual" } }, new { merchants = new[] { cinema.Merchant } });
        var customer = await SignIn("/customer", "Nora Night-out");
        var kitchen = await Merchant(noodles);
        var door = await Merchant(cinema);

        // What counters shall know, which nobody sees yet.
        await At(customer, "view-timeline").ClickAsync();
        await At(customer, "sharing").ClickAsync();
        await At(customer, "notes").FillAsync("no peanuts");
        await At(customer, "notes-keep").ClickAsync();
        await Expect(At(customer, "live-region")).ToHaveTextAsync("Your notes are kept.");

        // Noodles, whose store pays to be in front.
        await At(kitchen, "tab-statistics").ClickAsync();
        await At(kitchen, "placement-price").FillAsync("0.50");
        await At(kitchen, "placement-budget").FillAsync("5");
        await At(kitchen, "placement-make").ClickAsync();
        await Expect(At(kitchen, "placement")).ToHaveAttributeAsync("data-state", "running");
        await At(customer, "view-shops").ClickAsync();
        await Type(customer, "place-here", "13.401, 52.521");
        await Expect(customer.Locator($"[data-testid=shop][data-store-id='{noodles.Store}']").GetByTestId("shop-ad")).ToBeVisibleAsync();
        await Enter(customer, noodles);
        await At(customer, "front-quantity").FillAsync("1");
        await At(customer, "front-price").ClickAsync();
        await Expect(At(customer, "quote-total")).ToHaveTextAsync("$12.00");
        await Expect(At(customer, "quote-earns")).ToContainTextAsync("A film after noodles");
        await At(customer, "request").ClickAsync();
        await Look(kitchen, customer);
        await Expect(At(kitchen, "counter-customer")).ToHaveCountAsync(0);
        await At(customer, "share-with-counter").CheckAsync();
        await Expect(At(customer, "share-with-counter")).ToBeEnabledAsync();
        await At(kitchen, "counter-look").ClickAsync();
        await Expect(At(kitchen, "counter-note")).ToHaveTextAsync("no peanuts");
        await At(customer, "share-with-counter").UncheckAsync();
        await Expect(At(customer, "share-with-counter")).ToBeEnabledAsync();
        await At(kitchen, "counter-look").ClickAsync();
        await Expect(At(kitchen, "counter-job")).ToBeVisibleAsync();
        await Expect(At(kitchen, "counter-redeem")).ToBeEnabledAsync();
        await Expect(At(kitchen, "counter-customer")).ToHaveCountAsync(0);
        await At(kitchen, "counter-redeem").ClickAsync();
        await Expect(At(kitchen, "counter-job")).ToHaveAttributeAsync("data-left", "0");
        await Expect(At(customer, "ride")).ToHaveAttributeAsync("data-state", "completed");
        await Happened(customer, "voucher_issued", 1);
        await Expect(At(customer, "look")).ToHaveCountAsync(0);
        await At(customer, "sharing").ClickAsync();
        await Expect(At(customer, "look")).ToHaveAttributeAsync("data-notes", "1");

        // The film: two seats of a slot, for which a deposit is held, with the voucher.
        await Enter(customer, cinema);
        await At(customer, "slot-party").FillAsync("2");
        await At(customer, "slot").Last.ClickAsync();
        await Expect(At(customer, "booking")).ToHaveAttributeAsync("data-state", "held");
        await Expect(At(customer, "booking")).ToContainTextAsync("$10.00 of the price is a deposit");
        await At(customer, "front-quantity").FillAsync("2");
        await At(customer, "front-price").ClickAsync();
        await Expect(At(customer, "quote-voucher")).ToContainTextAsync("A film after noodles");
        await Expect(At(customer, "quote-total")).ToHaveTextAsync("$17.00");
        await At(customer, "request").ClickAsync();
        await Look(door, customer);
        await At(door, "counter-redeem").ClickAsync();
        await Expect(At(door, "counter-job")).ToHaveAttributeAsync("data-left", "0");
        await Expect(At(customer, "ride")).ToHaveAttributeAsync("data-state", "completed");
        await Expect(At(customer, "receipt-captured")).ToHaveTextAsync("$17.00");
        await Happened(customer, "voucher_issued", 2);

        // The ride home, with the credit.
        var driver = await SignIn("/provider", "Dan Driver");
        await Type(driver, "place-vehicle", "13.400, 52.520");
        await At(driver, "shift-start").ClickAsync();
        await Expect(At(driver, "idle")).ToBeVisibleAsync();
        await At(customer, "view-book").ClickAsync();
        await At(customer, "class-manual").CheckAsync();
        await Type(customer, "place-pickup", "13.400, 52.520");
        await Type(customer, "place-dropoff", "13.412, 52.526");
        await Expect(At(customer, "quote-voucher")).ToContainTextAsync("A taxi after the film");
        await At(customer, "request").ClickAsync();
        await At(driver, "accept").ClickAsync();
        await At(driver, "arrive").ClickAsync();
        await At(driver, "pin-input").FillAsync(await At(customer, "pin").InnerTextAsync());
        await At(driver, "start").ClickAsync();
        await At(driver, "complete").ClickAsync();
        await Expect(At(customer, "receipt")).ToHaveAttributeAsync("data-payment", "captured");

        await Happened(customer, "voucher_used", 2);
        foreach (var (kind, count) in new[] { ("ordered", 3), ("redeemed", 2), ("completed", 3), ("booked", 1), ("voucher_issued", 2) })
        {
            await Expect(At(customer, "moments").Locator($"[data-kind={kind}]")).ToHaveCountAsync(count);
        }

        foreach (var (page, gross, discounts) in new[] { (kitchen, "$12.00", "$0.00"), (door, "$20.00", "$3.00") })
        {
            await At(page, "tab-statistics").ClickAsync();
            await Expect(At(page, "figure-redemptions")).ToHaveAttributeAsync("data-now", "1");
            await Expect(At(page, "figure-gross")).ToHaveAttributeAsync("data-now", gross);
            await Expect(At(page, "figure-discounts")).ToHaveAttributeAsync("data-now", discounts);
            await Expect(At(page, "figure-new-customers")).ToHaveAttributeAsync("data-now", "1");
        }

        // The visit was billed meanwhile.
        await Expect(At(kitchen, "placement")).ToHaveAttributeAsync("data-visits", "1");

        Assert.Empty(_pages.Elsewhere);
        Assert.Empty(_pages.ScriptErrors);
    }

    /// <summary>Ramen is brought: ordered on one page, made on another, taken to the door on a third, for the code; the second time nobody wants it, and it goes back.</summary>
    [ChromiumFact]
    public async Task Delivery_OverThePages_IsHandedOverForTheCodeAndTheNextGoesBack()
    {
        using var shop = await Shop.Open(_pages.Server.Url, "Ramen to the door");
        var kitchen = await Merchant(shop);
        var customer = await SignIn("/customer", "Dina Door");
        var courier = await SignIn("/provider", "Cora Courier");
        await AtTheStore(courier);
        await Brought(customer, kitchen, courier, shop);
        await Expect(At(customer, "ride-state")).ToHaveTextAsync("The courier is on the way to you");
        await Expect(At(customer, "mark-vehicle")).ToBeVisibleAsync();
        await At(courier, "door-proof").FillAsync(await At(customer, "pin").InnerTextAsync());
        await At(courier, "complete").ClickAsync();
        await Expect(At(courier, "job-done")).ToHaveTextAsync("Handed over.");
        await Expect(At(customer, "proof")).ToHaveAttributeAsync("data-proof", "code");
        await Expect(At(customer, "receipt-captured")).ToHaveTextAsync("$11.00");

        // The city has couriers of its own: whoever stands at the store is asked first.
        await At(courier, "shift-stop").ClickAsync();
        await AtTheStore(courier);
        await Brought(customer, kitchen, courier, shop);
        await At(courier, "return-reason").SelectOptionAsync("wrong_items");
        await At(courier, "bring-back").ClickAsync();
        await Expect(At(customer, "ride-state")).ToHaveTextAsync("It goes back to the store");
        await Expect(At(customer, "pin")).ToHaveCountAsync(0);
        await At(courier, "complete").ClickAsync();
        await Expect(At(customer, "ride-state")).ToHaveTextAsync("It went back to the store");
        await Expect(At(customer, "receipt-captured")).ToHaveTextAsync("$0.00");
        Assert.Empty(_pages.ScriptErrors);
    }

    /// <summary>A link is opened before anybody has signed in: the voucher is there after the sign-in, once; one's own link is passed on, and whoever opens it is told what comes of it.</summary>
    [ChromiumFact]
    public async Task Links_Opened_GiveTheirVoucherAndOnesOwnIsPassedOn()
    {
        using var shop = await Shop.Open(_pages.Server.Url, "Noodles by a link");
        var link = await shop.Links("A bowl for a click", isReferral: false);
        await shop.Links("Bring somebody to noodles", isReferral: true);
        var customer = await SignIn(link, "Lena Link");
        await Expect(At(customer, "claimed")).ToContainTextAsync("A bowl for a click");
        await Expect(At(customer, "claimed")).ToHaveAttributeAsync("data-kind", "voucher");
        Assert.DoesNotContain("claim=", customer.Url, StringComparison.Ordinal);
        await At(customer, "vouchers").ClickAsync();
        await Expect(At(customer, "vouchers")).ToHaveAttributeAsync("data-usable", "1");
        await At(customer, "referrals").ClickAsync();
        var own = customer.Locator("[data-testid=referral]", new() { HasText = "$3.00 off" }).First;
        await Expect(own).ToHaveAttributeAsync("data-referred", "0");
        var passed = new Uri(await own.GetByTestId("referral-link").InputValueAsync()).PathAndQuery;
        var friend = await SignIn(passed, "Frida Friend");
        await Expect(At(friend, "claimed")).ToHaveAttributeAsync("data-kind", "referral");
        await customer.GotoAsync(_pages.Server.Url + passed);
        await Expect(At(customer, "fault")).ToHaveAttributeAsync("data-slug", "voucher_own_link");

        // Where suggestions are wanted, the place that is chosen brings the voucher up.
        await At(customer, "view-timeline").ClickAsync();
        await At(customer, "suggestions-wanted").CheckAsync();
        await At(customer, "view-book").ClickAsync();
        await Type(customer, "place-pickup", "13.401, 52.521");
        await Expect(At(customer, "suggestion")).ToContainTextAsync("A bowl for a click");
        await At(customer, "suggestion-follow").ClickAsync();
        await Expect(At(customer, "suggestion")).ToHaveCountAsync(0);
        Assert.Empty(_pages.ScriptErrors);
    }

    /// <summary>A visit is ordered for a time; somebody comes, finds more to do, which the customer wants, and both are paid.</summary>
    [ChromiumFact]
    public async Task HomeService_OverThePages_IsBookedDoneWithAnExtraAndPaid()
    {
        using var shop = await Shop.Open(_pages.Server.Url, "Sparks of the test", "A lamp put up");

        // The city has providers of its own: whoever stands at the door is asked first.
        await using var worker = await Worker.Begin(_pages.Server.Url, "Wanda Work", "visit", 13.412, 52.526);
        var customer = await SignIn("/customer", "Hal Home");
        await At(customer, "view-shops").ClickAsync();
        await Type(customer, "place-here", "13.412, 52.526");
        await At(customer, "shop-channel-visit").ClickAsync();
        await customer.Locator($"[data-testid=shop][data-store-id='{shop.Store}']").ClickAsync();
        await Expect(At(customer, "front").GetByTestId("verified")).ToBeVisibleAsync();
        await At(customer, "front-quantity").FillAsync("1");
        await At(customer, "front-when").FillAsync("2020-01-31T10:00");
        await At(customer, "front-price").ClickAsync();
        await Expect(At(customer, "fault")).ToContainTextAsync("That time is over.");
        await At(customer, "front-when").FillAsync((await At(customer, "front-when").GetAttributeAsync("min"))!);
        await At(customer, "front-price").ClickAsync();
        await Expect(At(customer, "quote-when")).ToBeVisibleAsync();
        await Expect(At(customer, "quote-total")).ToHaveTextAsync("$12.00");
        await At(customer, "request").ClickAsync();
        await Expect(At(customer, "booked-for")).ToBeVisibleAsync();
        var job = (await At(customer, "ride").GetAttributeAsync("data-job-id"))!;
        await worker.Accept(job);
        await Expect(At(customer, "who-comes-name")).ToHaveTextAsync("Wanda Work");
        await Expect(At(customer, "who-comes")).ToHaveAttributeAsync("data-verified", "true");
        await worker.Step(job, "depart");
        await Expect(At(customer, "ride-state")).ToHaveTextAsync("Somebody is coming");
        await worker.Step(job, "arrive");
        await Expect(At(customer, "ride-state")).ToHaveTextAsync("They are at your door");
        await worker.Step(job, "start", new { pin = await At(customer, "pin").InnerTextAsync() });
        await Expect(At(customer, "ride-state")).ToHaveTextAsync("The work is on");
        await worker.Step(job, "extras", new { amount_minor_units = 1_500, what = "A new socket" });
        await Expect(At(customer, "extra")).ToContainTextAsync("A new socket, $15.00");
        await At(customer, "extra-approve").ClickAsync();
        await Expect(At(customer, "extra")).ToHaveCountAsync(0);
        await worker.Step(job, "complete");
        await Expect(At(customer, "ride-state")).ToHaveTextAsync("The work is done");
        await Expect(At(customer, "receipt").Locator("[data-testid=fare-line][data-kind=extra]")).ToBeVisibleAsync();
        await Expect(At(customer, "receipt-captured")).ToHaveTextAsync("$27.00");
        Assert.Empty(_pages.ScriptErrors);
    }

    [ChromiumFact]
    public async Task Ops_FindsJobsByPlace_AndCancelsOneWithAReason()
    {
        var customer = await SignIn("/customer", "Paula Patient");
        await At(customer, "class-sandbox").CheckAsync();
        await Type(customer, "place-pickup", "13.3905, 52.5105");
        await Type(customer, "place-dropoff", "13.410, 52.524");
        await At(customer, "request").ClickAsync();
        await Expect(At(customer, "ride")).ToHaveAttributeAsync("data-state", "matching");
        var job = await At(customer, "ride").GetAttributeAsync("data-job-id");

        var ops = await _pages.Open("/ops#/jobs", 1280, 900);
        await Type(ops, "place-search", "13.3906, 52.5106");
        await At(ops, "search-radius").FillAsync("50");
        await At(ops, "search-state").SelectOptionAsync("matching");
        await At(ops, "search-go").ClickAsync();
        await ops.Locator($"[data-testid=search-result][data-job-id='{job}']").ClickAsync();
        await At(ops, "ops-cancel").ClickAsync();
        await At(ops, "ops-cancel-reason").SelectOptionAsync("safety");
        await At(ops, "confirm-yes").ClickAsync();
        await Expect(At(ops, "job-detail")).ToHaveAttributeAsync("data-state", "canceled_by_platform");
        await Expect(At(customer, "ride")).ToHaveAttributeAsync("data-state", "canceled_by_platform");
        await Expect(At(customer, "receipt-captured")).ToHaveTextAsync("$0.00");
    }

    [ChromiumFact]
    public async Task Ops_GivesIntoAWallet_AndTheCustomerHasIt()
    {
        var customer = await SignIn("/customer", "Wanda Wallet");
        var id = await At(customer, "customer").GetAttributeAsync("data-customer-id");
        var ops = await _pages.Open("/ops#/wallets", 1280, 900);
        await At(ops, "wallet-customer").FillAsync(id!);
        await At(ops, "wallet-find").ClickAsync();
        await Expect(At(ops, "wallets")).ToContainTextAsync("Nothing was ever in a wallet");
        await At(ops, "wallet-amount").FillAsync("12.50");
        await At(ops, "wallet-reason").FillAsync("Late twice");
        await At(ops, "wallet-credit").ClickAsync();
        await Expect(At(ops, "wallet")).ToHaveAttributeAsync("data-balance", "1250");
        await Expect(At(ops, "wallet-entry")).ToHaveAttributeAsync("data-kind", "credited");
        await Expect(At(ops, "wallet-entry")).ToContainTextAsync("Late twice");
        await customer.ReloadAsync();
        await Type(customer, "place-pickup", "13.3905, 52.5105");
        await Type(customer, "place-dropoff", "13.410, 52.524");
        await Expect(At(customer, "wallet-balance")).ToContainTextAsync("$12.50");
        Assert.Empty(_pages.ScriptErrors);
    }

    /// <summary>An order is made through the API; the merchant sees it come, takes it, gives what another has paid, and sees its figures change, all without a reload.</summary>
    [ChromiumFact]
    public async Task Merchant_SeesOrdersComeAndItsFiguresChange_WithoutAReload()
    {
        using var shop = await Shop.Open(_pages.Server.Url);
        var page = await Merchant(shop);
        await Expect(At(page, "orders")).ToContainTextAsync("No orders yet");
        await page.EvaluateAsync("window.never = 'reloaded'");

        var asked = await shop.Order("delivery", 1);
        var order = page.Locator($"[data-testid=order][data-job-id='{asked}']");
        await Expect(order).ToHaveAttributeAsync("data-waits", "true");

        // Pushed, not asked for: while the connection stands nobody asks for the list.
        var polls = 0;
        page.Request += (_, request) => polls += new Uri(request.Url).AbsolutePath == "/v1/merchant/jobs" ? 1 : 0;
        await order.GetByTestId("order-accept").ClickAsync();
        await Expect(order).ToHaveAttributeAsync("data-waits", "false");

        await At(page, "tab-statistics").ClickAsync();
        await Expect(At(page, "figure-ordered")).ToHaveAttributeAsync("data-now", "1");
        await Expect(At(page, "figure-redemptions")).ToHaveAttributeAsync("data-now", "0");
        await Expect(At(page, "hours")).ToHaveAttributeAsync("data-hours", "24");
        var paid = await shop.Order("counter", 2);
        await Expect(At(page, "figure-ordered")).ToHaveAttributeAsync("data-now", "2");
        await At(page, "tab-counter").ClickAsync();
        await At(page, "counter-code").FillAsync(await shop.Code(paid));
        await At(page, "counter-look").ClickAsync();
        await Expect(At(page, "counter-job")).ToHaveAttributeAsync("data-left", "2");
        await At(page, "counter-units").FillAsync("2");
        await At(page, "counter-redeem").ClickAsync();
        await Expect(At(page, "counter-job")).ToHaveAttributeAsync("data-left", "0");
        await At(page, "tab-statistics").ClickAsync();
        await Expect(At(page, "figure-redemptions")).ToHaveAttributeAsync("data-now", "1");
        await Expect(At(page, "figure-gross")).ToHaveAttributeAsync("data-now", "$18.00");
        await Expect(At(page, "figure-new-customers")).ToHaveAttributeAsync("data-now", "1");

        // A figure changes while it is looked at.
        await shop.Redeem(await shop.Order("counter", 1));
        await Expect(At(page, "figure-redemptions")).ToHaveAttributeAsync("data-now", "2");
        await Expect(At(page, "figure-gross")).ToHaveAttributeAsync("data-now", "$27.00");
        await At(page, "tab-orders").ClickAsync();
        await Expect(page.Locator($"[data-testid=order][data-job-id='{paid}']")).ToHaveAttributeAsync("data-state", "completed");
        await Expect(At(page, "order")).ToHaveCountAsync(3);
        Assert.Equal("reloaded", await page.EvaluateAsync<string>("window.never"));
        Assert.Equal(0, polls);
        Assert.Empty(_pages.ScriptErrors);
    }

    /// <summary>Who serves at a counter signs in with a token of its own, gives what is paid, and finds no button that the API would refuse.</summary>
    [ChromiumFact]
    public async Task Merchant_CounterStaff_GivesAndChangesNothing()
    {
        using var shop = await Shop.Open(_pages.Server.Url);
        await shop.Order("delivery", 1);
        var paid = await shop.Order("counter", 1);
        var page = await _pages.Open("/merchant");
        await page.GetByText("Use a bearer token").ClickAsync();
        await At(page, "sign-in-token").FillAsync(await shop.Clerk());
        await page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
        await Expect(At(page, "merchant")).ToHaveAttributeAsync("data-role", "counter");
        await At(page, "counter-code").FillAsync(await shop.Code(paid));
        await At(page, "counter-look").ClickAsync();
        await At(page, "counter-redeem").ClickAsync();
        await Expect(At(page, "counter-job")).ToHaveAttributeAsync("data-left", "0");

        await At(page, "tab-orders").ClickAsync();
        await Expect(At(page, "order")).ToHaveCountAsync(2);
        await Expect(page.Locator("[data-testid=order][data-waits=true]")).ToHaveCountAsync(1);
        await Expect(At(page, "order-accept")).ToHaveCountAsync(0);
        await At(page, "tab-statistics").ClickAsync();
        await Expect(At(page, "figure-redemptions")).ToHaveAttributeAsync("data-now", "1");
        await At(page, "tab-stores").ClickAsync();
        await Expect(At(page, "stock-left").First).ToBeDisabledAsync();
        foreach (var owners in new[] { "store-pause", "stock-sold", "payouts" })
        {
            await Expect(At(page, owners)).ToHaveCountAsync(0);
        }

        await At(page, "tab-products").ClickAsync();
        await Expect(At(page, "product")).ToHaveCountAsync(1);
        await Expect(At(page, "product-make")).ToHaveCountAsync(0);
        Assert.Empty(_pages.ScriptErrors);
    }

    /// <summary>A camera and a detector that the test plays: refused at first, closed without a find, then a code is held before it.</summary>
    [ChromiumFact]
    public async Task Counter_WithACamera_ScansTheCodeAndTurnsTheCameraOff()
    {
        using var shop = await Shop.Open(_pages.Server.Url);
        var counter = await Merchant(shop, """
            window.refused = true;
            window.tracks = [];
            navigator.mediaDevices.getUserMedia = async () => {
                if (window.refused) throw new DOMException('Not allowed.', 'NotAllowedError');
                const canvas = document.createElement('canvas');
                const stream = canvas.captureStream();
                setInterval(() => canvas.getContext('2d').fillRect(0, 0, 9, 9), 50);
                window.tracks.push(...stream.getTracks());
                return stream;
            };
            window.BarcodeDetector = class {
                static getSupportedFormats() { return Promise.resolve(['qr_code']); }
                detect() { return Promise.resolve(window.held ? [{ rawValue: window.held }] : []); }
            };
            """);
        var code = await shop.Code(await shop.Order("counter", 2));
        await At(counter, "tab-counter").ClickAsync();
        await At(counter, "counter-scan").ClickAsync();
        await Expect(At(counter, "counter-scan-why")).ToContainTextAsync("The camera may not be used here.");
        await Expect(At(counter, "counter-camera")).ToHaveCountAsync(0);

        await counter.EvaluateAsync("window.refused = false");
        await At(counter, "counter-scan").ClickAsync();
        await Comes(counter, "window.tracks.length === 1");
        await Expect(At(counter, "counter-scan-why")).ToHaveCountAsync(0);
        await At(counter, "counter-scan").ClickAsync();
        await Expect(At(counter, "counter-camera")).ToHaveCountAsync(0);
        await Comes(counter, "window.tracks.every(track => track.readyState === 'ended')");

        await At(counter, "counter-scan").ClickAsync();
        await Expect(At(counter, "counter-camera")).ToBeVisibleAsync();
        await counter.EvaluateAsync("code => { window.held = code; }", code);
        await Expect(At(counter, "counter-job")).ToHaveAttributeAsync("data-left", "2");
        await Expect(At(counter, "counter-code")).ToHaveValueAsync(code);
        await Expect(At(counter, "counter-camera")).ToHaveCountAsync(0);
        await Comes(counter, "window.tracks.length === 2 && window.tracks.every(track => track.readyState === 'ended')");
        await At(counter, "counter-redeem").ClickAsync();
        await Expect(At(counter, "counter-job")).ToHaveAttributeAsync("data-left", "1");
        Assert.Empty(_pages.ScriptErrors);
    }

    /// <summary>The answer to a code comes when another is typed already: nothing of it is shown, and nothing can be given.</summary>
    [ChromiumFact]
    public async Task Counter_WhenACodeIsTypedOverWhileItIsLookedUp_ShowsNothingOfIt()
    {
        using var shop = await Shop.Open(_pages.Server.Url);
        var code = await shop.Code(await shop.Order("counter", 1));
        var page = await Merchant(shop);
        await At(page, "tab-counter").ClickAsync();
        var gate = new TaskCompletionSource();
        await page.RouteAsync("**/v1/merchant/codes", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });
        await At(page, "counter-code").FillAsync(code);
        await At(page, "counter-look").ClickAsync();
        await Expect(At(page, "counter-look")).ToBeDisabledAsync();
        await At(page, "counter-code").FillAsync("ANOTHER");
        gate.SetResult();
        await Expect(At(page, "counter-look")).ToBeEnabledAsync();
        await Expect(At(page, "counter-job")).ToHaveCountAsync(0);
        await At(page, "counter-code").FillAsync(code);
        await At(page, "counter-look").ClickAsync();
        await At(page, "counter-redeem").ClickAsync();
        await Expect(At(page, "counter-job")).ToHaveAttributeAsync("data-left", "0");
        Assert.Empty(_pages.ScriptErrors);
    }

    /// <summary>The answer to a placement is lost: sent again it is the same one, and the form serves on.</summary>
    [ChromiumFact]
    public async Task Placement_WhoseAnswerIsLost_IsSentAgainAsItWas()
    {
        using var shop = await Shop.Open(_pages.Server.Url);
        var page = await Merchant(shop);
        await At(page, "tab-statistics").ClickAsync();
        await page.RouteAsync("**/v1/merchant/placements/*", async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
        }, new() { Times = 1 });
        await At(page, "placement-price").FillAsync("1.50");
        await At(page, "placement-budget").FillAsync("30");
        await At(page, "placement-make").ClickAsync();
        await Expect(page.GetByText("The server cannot be reached.")).ToBeVisibleAsync();
        await At(page, "placement-make").ClickAsync();
        await Expect(At(page, "placement")).ToHaveCountAsync(1);
        await Expect(At(page, "placement-price")).ToHaveValueAsync(string.Empty);
        await At(page, "placement-pause").ClickAsync();
        await Expect(At(page, "placement")).ToHaveAttributeAsync("data-state", "paused");
    }

    /// <summary>The list of stores fails once: it comes all the same, and nobody has to change anything for it.</summary>
    [ChromiumFact]
    public async Task Shops_WhenTheListFailsOnce_AreAskedForAgain()
    {
        using var shop = await Shop.Open(_pages.Server.Url, "Ramen again");
        var customer = await SignIn("/customer", "Rita Retry");
        var failed = 0;
        await customer.RouteAsync(
            url => new Uri(url).AbsolutePath.EndsWith("/stores", StringComparison.Ordinal),
            async route =>
            {
                failed++;
                await route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"slug":"unavailable","title":"Later."}""" });
            },
            new() { Times = 1 });
        await At(customer, "view-shops").ClickAsync();
        await Type(customer, "place-here", "13.412, 52.526");
        await Expect(customer.Locator($"[data-testid=shop][data-store-id='{shop.Store}']")).ToBeVisibleAsync();
        Assert.Equal(1, failed);
    }

    /// <summary>Notes cannot be typed before those that are kept are there, and what is typed is not read over.</summary>
    [ChromiumFact]
    public async Task Notes_TypedByTheCustomer_AreNotReadOver()
    {
        var customer = await SignIn("/customer", "Nora Notes");
        var gate = new TaskCompletionSource();
        await customer.RouteAsync("**/v1/me/preferences", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });
        await At(customer, "view-history").ClickAsync();
        await At(customer, "view-timeline").ClickAsync();
        await At(customer, "sharing").ClickAsync();
        await Expect(At(customer, "notes")).ToBeDisabledAsync();
        await Expect(At(customer, "notes-keep")).ToBeDisabledAsync();
        gate.SetResult();
        await At(customer, "notes").FillAsync("no peanuts");
        await At(customer, "sharing").ClickAsync();
        await Expect(At(customer, "notes")).ToBeHiddenAsync();
        await customer.RunAndWaitForResponseAsync(() => At(customer, "sharing").ClickAsync(), response => new Uri(response.Url).AbsolutePath == "/v1/me/looks");
        await Expect(At(customer, "notes-keep")).ToBeEnabledAsync();
        await Expect(At(customer, "notes")).ToHaveValueAsync("no peanuts");
        Assert.Empty(_pages.ScriptErrors);
    }

    [ChromiumFact]
    public async Task Docs_Page_ListsTheRoutes()
    {
        var docs = await _pages.Open("/docs");
        await Expect(docs.Locator(".opblock").First).ToBeVisibleAsync();
        await Expect(docs.Locator("[data-path='/v1/jobs']").First).ToBeVisibleAsync();
        Assert.Empty(_pages.Elsewhere);
        Assert.Empty(_pages.ScriptErrors);
    }

    [ChromiumFact]
    public async Task Pages_AtPhoneWidth_NeedNoScrollingToTheSide()
    {
        foreach (var path in new[] { "/", "/ops", "/customer", "/provider" })
        {
            var page = await _pages.Open(path, 390, 844, ColorScheme.Dark);
            await Expect(page.Locator("h1")).ToHaveCountAsync(1);
            if (path == "/ops")
            {
                await Expect(At(page, "feed-item").First).ToBeVisibleAsync();
            }

            var width = await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth");
            Assert.True(width <= 390, $"{path} is {width} pixels wide.");
            await _pages.CloseAll();
        }
    }

    [ChromiumFact]
    public async Task Files_OfThePages_AreCachedByTheirNames()
    {
        using var http = new HttpClient();
        using var page = await http.GetAsync($"{_pages.Server.Url}/ops");
        Assert.True(page.Headers.CacheControl!.NoCache);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var script = System.Text.RegularExpressions.Regex.Match(await page.Content.ReadAsStringAsync(), "src=\"(?<path>/assets/[^\"]+)\"").Groups["path"].Value;
        using var file = await http.GetAsync(_pages.Server.Url + script);
        Assert.Equal("text/javascript", file.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", file.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var again = new HttpRequestMessage(HttpMethod.Get, _pages.Server.Url + "/ops");
        again.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        using var unchanged = await http.SendAsync(again);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, unchanged.StatusCode);
        using var missing = await http.GetAsync($"{_pages.Server.Url}/assets/nothing-12345678.js");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
    }

    private async Task ServerIsKilledAndStartedAgain(params IPage[] open)
    {
        foreach (var page in open)
        {
            await Expect(At(page, "connection")).ToHaveAttributeAsync("data-state", "live");
        }

        await _pages.Server.Kill();
        try
        {
            foreach (var page in open)
            {
                await Expect(At(page, "connection")).ToHaveAttributeAsync("data-state", "reconnecting");
            }
        }
        finally
        {
            // The other tests need it, too.
            await _pages.Server.Start();
        }

        foreach (var page in open)
        {
            await Expect(At(page, "connection")).ToHaveAttributeAsync("data-state", "live");
        }

        await VehiclesMove(open[0]);
    }

    /// <summary>Reports of new places come in, and the picture of the map changes with them.</summary>
    private static async Task VehiclesMove(IPage ops)
    {
        await Expect(At(ops, "connection")).ToHaveAttributeAsync("data-state", "live");
        await Expect(At(ops, "map")).ToHaveAttributeAsync("data-ready", "true");
        await Expect(At(ops, "legend-available")).Not.ToHaveTextAsync("0");
        var moves = await At(ops, "legend").GetAttributeAsync("data-moves");
        var before = await At(ops, "map").ScreenshotAsync();
        await Expect(At(ops, "legend")).Not.ToHaveAttributeAsync("data-moves", moves!);
        await Comes(ops, $"Number(document.querySelector('[data-testid=legend]').dataset.moves) > {int.Parse(moves!, CultureInfo.InvariantCulture) + 20}");
        Assert.NotEqual(before, await At(ops, "map").ScreenshotAsync());
    }

    private async Task<IPage> SignIn(string path, string name)
    {
        var page = await _pages.Open(path);
        await At(page, "sign-in-name").FillAsync(name);
        await At(page, "sign-in-new").ClickAsync();
        await Expect(At(page, "connection")).ToHaveAttributeAsync("data-state", "live");
        return page;
    }

    private async Task<IPage> Merchant(Shop shop, string? script = null)
    {
        var page = await _pages.Open("/merchant", script: script);
        await At(page, "sign-in-id").FillAsync(shop.Merchant);
        await At(page, "sign-in-new").ClickAsync();
        await Expect(At(page, "connection")).ToHaveAttributeAsync("data-state", "live");
        return page;
    }

    /// <summary>The customer goes to a store's counter on the page.</summary>
    private static async Task Enter(IPage customer, Shop shop)
    {
        await At(customer, "view-shops").ClickAsync();
        await Type(customer, "place-here", "13.401, 52.521");
        await customer.Locator($"[data-testid=shop][data-store-id='{shop.Store}']").ClickAsync();
        await Expect(At(customer, "front-product")).ToHaveCountAsync(1);
    }

    /// <summary>The courier begins a shift where the shop is.</summary>
    private static async Task AtTheStore(IPage courier)
    {
        await Type(courier, "place-vehicle", "13.400, 52.520");
        await At(courier, "shift-class-manual").UncheckAsync();
        await At(courier, "shift-class-delivery").CheckAsync();
        await At(courier, "shift-start").ClickAsync();
        await Expect(At(courier, "idle")).ToBeVisibleAsync();
    }

    /// <summary>A bowl is ordered, made and collected: the courier has it.</summary>
    private static async Task Brought(IPage customer, IPage kitchen, IPage courier, Shop shop)
    {
        await At(customer, "view-shops").ClickAsync();
        await Type(customer, "place-here", "13.412, 52.526");
        await At(customer, "shop-channel-delivery").ClickAsync();
        await customer.Locator($"[data-testid=shop][data-store-id='{shop.Store}']").ClickAsync();
        await At(customer, "front-quantity").FillAsync("1");
        await At(customer, "front-price").ClickAsync();
        await At(customer, "request").ClickAsync();
        await Expect(At(customer, "ride-state")).ToHaveTextAsync("The store is asked");
        var order = kitchen.Locator($"[data-testid=order][data-job-id='{await At(customer, "ride").GetAttributeAsync("data-job-id")}']");
        await order.GetByTestId("order-accept").ClickAsync();
        await At(courier, "accept").ClickAsync();
        await Expect(At(courier, "goods")).ToContainTextAsync("1 × Ramen");
        await Expect(At(customer, "ride-state")).ToHaveTextAsync("A courier goes to the store");
        await order.GetByTestId("order-prepared").ClickAsync();
        await Expect(At(courier, "goods")).ToHaveAttributeAsync("data-ready", "true");
        await At(courier, "arrive").ClickAsync();
        await At(courier, "start").ClickAsync();
        await Expect(At(courier, "door-proof")).ToBeVisibleAsync();
    }

    /// <summary>The counter reads the code off the customer's page.</summary>
    private static async Task Look(IPage counter, IPage customer)
    {
        await Expect(At(customer, "pin")).ToBeVisibleAsync();
        await At(counter, "tab-counter").ClickAsync();
        var code = await At(customer, "pin").InnerTextAsync();
        await Expect(At(customer, "ride").GetByTestId("qr")).ToHaveAttributeAsync("data-text", code.Replace(" ", string.Empty, StringComparison.Ordinal));
        await At(counter, "counter-code").FillAsync(code);
        await At(counter, "counter-look").ClickAsync();
        await Expect(At(counter, "counter-job")).ToBeVisibleAsync();
        await Expect(At(counter, "counter-redeem")).ToBeEnabledAsync();
    }

    /// <summary>Opens the timeline until so many moments of a kind are in it: a voucher comes a moment after its job.</summary>
    private static async Task Happened(IPage customer, string kind, int count)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            await At(customer, "view-history").ClickAsync();
            await At(customer, "view-timeline").ClickAsync();
            await Expect(At(customer, "moment").First).ToBeVisibleAsync();
            var found = await At(customer, "moments").Locator($"[data-kind={kind}]").CountAsync();
            if (found == count)
            {
                return;
            }

            Assert.True(clock.Elapsed < TimeSpan.FromMilliseconds(PagesFixture.PatienceMilliseconds), $"The timeline has {found} of {kind}, not {count}.");
        }
    }

    private static async Task Type(IPage page, string field, string text)
    {
        await At(page, field).FillAsync(text);
        await At(page, field).PressAsync("Tab");
    }

    private static async Task<Position> Middle(IPage page)
    {
        var box = await At(page, "map").BoundingBoxAsync();
        return new Position { X = box!.Width / 2, Y = box.Height / 2 };
    }

    /// <summary>The pictures of the README, made anew with O2O_SCREENSHOTS=1.</summary>
    private static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("O2O_SCREENSHOTS") != "1")
        {
            return;
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "O2O.Dispatch.sln")))
        {
            root = root.Parent;
        }

        await page.ScreenshotAsync(new() { Path = Path.Combine(root.FullName, "docs", "images", name + ".png") });
    }

    private static ILocator At(IPage page, string id) => page.GetByTestId(id);

    /// <summary>Waits until an expression is true. Playwright's own way asks within the page from the second time on, where the page's policy forbids eval.</summary>
    private static async Task Comes(IPage page, string expression)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await page.EvaluateAsync<bool>(expression))
        {
            Assert.True(Stopwatch.GetElapsedTime(began).TotalMilliseconds < PagesFixture.PatienceMilliseconds, $"It does not come: {expression}");
            await Task.Delay(50);
        }
    }
}
