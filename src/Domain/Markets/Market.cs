using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Markets;

/// <summary>A place where an operator offers services.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Operator">Who runs it.</param>
/// <param name="Classes">What is offered, in order of name.</param>
/// <param name="Paused">Whether new orders are refused for now.</param>
public sealed record Market(MarketId Id, OperatorId Operator, ImmutableArray<ServiceClass> Classes, bool Paused)
{
    /// <summary>Finds a service class.</summary>
    public ServiceClass? Find(ServiceClassId id)
    {
        foreach (var serviceClass in Classes)
        {
            if (serviceClass.Id == id)
            {
                return serviceClass;
            }
        }

        return null;
    }
}
