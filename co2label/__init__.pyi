from . import (
    catalogue as catalogue,
)
from . import (
    incentive as incentive,
)
from . import (
    indicators as indicators,
)
from . import (
    label as label,
)
from . import (
    matching as matching,
)
from . import (
    page as page,
)
from . import (
    receipt as receipt,
)
from . import (
    tag as tag,
)
from .declaration import (
    BAND_SCHEMES as BAND_SCHEMES,
)
from .declaration import (
    Comparison as Comparison,
)
from .declaration import (
    Declaration as Declaration,
)
from .declaration import (
    ReferenceBudget as ReferenceBudget,
)
from .declaration import (
    Remark as Remark,
)
from .declaration import (
    compare as compare,
)
from .declaration import (
    declare as declare,
)
from .draw import Picture as Picture
from .errors import (
    BookError as BookError,
)
from .errors import (
    ClaimError as ClaimError,
)
from .errors import (
    Co2LabelError as Co2LabelError,
)
from .errors import (
    ComputeError as ComputeError,
)
from .errors import (
    DocumentError as DocumentError,
)
from .errors import (
    DrawError as DrawError,
)
from .errors import (
    FactorError as FactorError,
)
from .errors import (
    IdentifierError as IdentifierError,
)
from .errors import (
    LedgerError as LedgerError,
)
from .errors import (
    Problem as Problem,
)
from .errors import (
    RunError as RunError,
)
from .errors import (
    TextError as TextError,
)
from .errors import (
    UnitError as UnitError,
)
from .factors import FactorLibrary as FactorLibrary
from .factors import gwp as gwp
from .footprint import (
    Explanation as Explanation,
)
from .footprint import (
    Footprint as Footprint,
)
from .footprint import (
    Footprints as Footprints,
)
from .footprint import (
    Interval as Interval,
)
from .footprint import (
    Note as Note,
)
from .footprint import (
    compute as compute,
)
from .footprint import (
    compute_all as compute_all,
)
from .footprint import (
    footprint_choices as footprint_choices,
)
from .footprint import (
    monte_carlo as monte_carlo,
)
from .footprint import (
    reach_target as reach_target,
)
from .footprint import (
    sensitivity as sensitivity,
)
from .footprint import (
    what_if as what_if,
)
from .incentive import Campaign as Campaign
from .incentive import Ledger as Ledger
from .incentive import nudge as nudge
from .label import Brand as Brand
from .links import DigitalLink as DigitalLink
from .model import (
    Activity as Activity,
)
from .model import (
    Allocation as Allocation,
)
from .model import (
    BandScheme as BandScheme,
)
from .model import (
    Certificate as Certificate,
)
from .model import (
    CoProduct as CoProduct,
)
from .model import (
    Credit as Credit,
)
from .model import (
    CutOff as CutOff,
)
from .model import (
    DeclarationData as DeclarationData,
)
from .model import (
    Document as Document,
)
from .model import (
    Electricity as Electricity,
)
from .model import (
    EmissionFactor as EmissionFactor,
)
from .model import (
    Evidence as Evidence,
)
from .model import (
    Leg as Leg,
)
from .model import (
    Loss as Loss,
)
from .model import (
    Output as Output,
)
from .model import (
    Plant as Plant,
)
from .model import (
    Process as Process,
)
from .model import (
    Product as Product,
)
from .model import (
    Recycling as Recycling,
)
from .model import (
    Removal as Removal,
)
from .model import (
    Route as Route,
)
from .model import (
    Source as Source,
)
from .model import (
    Uncertainty as Uncertainty,
)
from .model import (
    Verification as Verification,
)
from .model import (
    read_document as read_document,
)
from .receipt import (
    Basket as Basket,
)
from .receipt import (
    Book as Book,
)
from .receipt import (
    Receipt as Receipt,
)
from .receipt import (
    ReceiptLine as ReceiptLine,
)
from .receipt import (
    read_basket as read_basket,
)
from .receipt import (
    statement as statement,
)
from .units import Amount as Amount
from .units import parse_amount as parse_amount

__version__: str
