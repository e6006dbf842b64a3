using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Placements;

/// <summary>A customer opened a store that was shown as placed. Its price is set aside until it has become a visit, or no longer can.</summary>
/// <param name="Id">Names it: that of the display, so that a display counts once.</param>
/// <param name="Placement">Whose budget.</param>
/// <param name="Merchant">Who pays.</param>
/// <param name="Store">Which store.</param>
/// <param name="Customer">Who opened it.</param>
/// <param name="Price">What a visit cost then.</param>
/// <param name="At">When.</param>
/// <param name="Until">An order of the customer's at the store that was placed and completed before this is the visit.</param>
public sealed record PlacementClick(
    Guid Id, PlacementId Placement, MerchantId Merchant, StoreId Store, CustomerId Customer, Money.Money Price, DateTimeOffset At, DateTimeOffset Until)
{
    /// <summary>How long after the end a visit is still looked for: whoever looks may have been down. Nothing is billed later.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>The click of a display.</summary>
    public static PlacementClick Of(PlacementDisplay display, Placement placement, DateTimeOffset at, TimeSpan window) =>
        new(display.Id, placement.Id, placement.Merchant, display.Store, display.Customer, placement.Price, at, at + window);

    /// <summary>Until when its price is set aside.</summary>
    public DateTimeOffset HeldUntil => Until + Grace;
}
